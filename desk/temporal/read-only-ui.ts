import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

/** The UI asks a workflow for what it holds by POST. It changes nothing there. */
const QUERY = /^\/api\/v1\/namespaces\/[^/]+\/workflows\/[^/?]+\/query\/[^/?]+(?:\?|$)/;
const READING = ['GET', 'HEAD', 'OPTIONS'];
const REFUSED =
  'The Temporal UI is read-only here: use the desk to act on notices, so that every action is recorded.\n';

export interface ReadOnlyUi {
  /** Where people reach it, on loopback. */
  port: number;
  /** Where the server's own UI listens, on loopback. */
  target: number;
}

/**
 * Hands on what only reads to the dev server's own UI, which has no setting for that. It asks nobody who they are: a page of
 * another site must not get through by a browser, so it answers to its own names alone.
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

/** The same, listening at its port. */
export async function startReadOnlyUi(ui: ReadOnlyUi): Promise<Server> {
  const { port } = ui;
  const server = createReadOnlyUi(ui);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // The desk ends when its parts have ended, whoever looks at this.
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
