import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

/** The UI queries a workflow by POST, which changes nothing. */
const QUERY = /^\/api\/v1\/namespaces\/[^/]+\/workflows\/[^/?]+\/query\/[^/?]+(?:\?|$)/;
const READING = ['GET', 'HEAD', 'OPTIONS'];
const REFUSED =
  'The Temporal UI is read-only here: use the desk to act on notices, so that every action is recorded.\n';

export interface ReadOnlyUi {
  port: number;
  target: number;
}

/**
 * Forwards only reads to the dev server's own UI, which has no read-only setting. There is no sign-in, so the Host
 * header must match: otherwise a page of another site could reach it through the browser (DNS rebinding).
 */
export function createReadOnlyUi({ port, target }: ReadOnlyUi): Server {
  const names = ['127.0.0.1', 'localhost'].map((name) => `${name}:${port}`);
  return createServer((incoming, answer) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const isReading = READING.includes(method) || (method === 'POST' && QUERY.test(url));
    if (!isReading || !names.includes(headers.host ?? '')) {
      answer.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(REFUSED);
      return;
    }
    handOn(incoming, answer, target);
  });
}

export async function startReadOnlyUi(ui: ReadOnlyUi): Promise<Server> {
  const { port } = ui;
  const server = createReadOnlyUi(ui);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // Does not keep the process alive: the desk ends when its parts have ended, even with open connections.
  return server.unref();
}

function handOn(incoming: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, url, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502).end();
  });
  answer.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
