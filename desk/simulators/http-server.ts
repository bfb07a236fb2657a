import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback, readStreamBytes } from './node-server.js';

/** Room for 32 MiB of targets and their overhead. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface ServerRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** The raw body, over which signatures are computed. */
  body: string;
  /** Parses the body as JSON; throws a 400 if it is invalid. */
  json(): unknown;
}

/** `drop` cuts the connection instead of answering. */
export type ServerAnswer = { status: number; body: unknown; headers?: Record<string, string> } | 'drop';

/** Returns undefined for a request that it does not handle. */
export type Route = (request: ServerRequest) => Promise<ServerAnswer> | undefined;

export class ServerError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface JsonServer {
  port: number;
  close(): Promise<void>;
}

export async function openServer({ port, routes }: { port: number; routes: readonly Route[] }): Promise<JsonServer> {
  const server = createServer((request, response) => {
    answerFrom(routes, request)
      .catch((error: unknown) => toAnswer(error))
      .then((answer) => send(answer, response))
      .catch(() => response.destroy());
  });
  // Longer than the clients' keep-alive, so that they close first: a desk restarts its fakes while clients hold
  // connections open.
  server.keepAliveTimeout = 75_000;
  const listening = await listenOnLoopback(server, port);
  return { port: listening, close: () => closeServer(server) };
}

async function answerFrom(routes: readonly Route[], incoming: IncomingMessage): Promise<ServerAnswer> {
  const body = await readBody(incoming);
  const request: ServerRequest = {
    method: incoming.method ?? 'GET',
    path: (incoming.url ?? '/').split('?')[0] ?? '/',
    headers: incoming.headers,
    body,
    json: () => parseJson(body),
  };
  for (const route of routes) {
    const answer = route(request);
    if (answer) return answer;
  }
  throw new ServerError(404, `There is no route ${request.method} ${request.path}.`);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const bytes = await readStreamBytes(incoming, MAX_BODY_BYTES);
  if (bytes === undefined) throw new ServerError(413, 'The body is too large.');
  return bytes.toString('utf8');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ServerError(400, 'The body is not JSON.');
  }
}

function toAnswer(error: unknown): ServerAnswer {
  if (error instanceof ServerError) return { status: error.status, body: { error: error.message } };
  process.stderr.write(`${JSON.stringify({ level: 50, msg: 'request failed', err: { message: String(error) } })}\n`);
  return { status: 500, body: { error: 'Internal error of the simulator. See its log.' } };
}

function send(answer: ServerAnswer, response: ServerResponse): void {
  if (answer === 'drop') {
    response.destroy();
    return;
  }
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...answer.headers,
  });
  response.end(text);
}
