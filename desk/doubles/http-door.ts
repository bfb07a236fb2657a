import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback, readBytes } from './node-server.js';

/** 32 MiB of targets, and some. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface DoorRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** The body as it came: signatures are over these characters. */
  body: string;
  /** The body as JSON; a 400 when it is none. */
  json(): unknown;
}

/** `drop` cuts the connection instead of answering. */
export type DoorAnswer = { status: number; body: unknown; headers?: Record<string, string> } | 'drop';

/** A route answers a request or passes (undefined). */
export type Route = (request: DoorRequest) => Promise<DoorAnswer> | undefined;

/** Ends a request with a status and a text. */
export class DoorError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Door {
  port: number;
  close(): Promise<void>;
}

/** A small JSON server on loopback: the first route that does not pass answers. */
export async function openDoor({ port, routes }: { port: number; routes: readonly Route[] }): Promise<Door> {
  const server = createServer((request, response) => {
    answerFrom(routes, request)
      .catch((error: unknown) => toAnswer(error))
      .then((answer) => send(answer, response))
      .catch(() => response.destroy());
  });
  // A desk restarts its doubles while clients hold connections open: longer than theirs, so that they close first.
  server.keepAliveTimeout = 75_000;
  const listening = await listenOnLoopback(server, port);
  return { port: listening, close: () => closeServer(server) };
}

async function answerFrom(routes: readonly Route[], incoming: IncomingMessage): Promise<DoorAnswer> {
  const body = await readBody(incoming);
  const request: DoorRequest = {
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
  throw new DoorError(404, `There is no route ${request.method} ${request.path}.`);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const bytes = await readBytes(incoming, MAX_BODY_BYTES);
  if (bytes === undefined) throw new DoorError(413, 'The body is too large.');
  return bytes.toString('utf8');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new DoorError(400, 'The body is not JSON.');
  }
}

function toAnswer(error: unknown): DoorAnswer {
  if (error instanceof DoorError) return { status: error.status, body: { error: error.message } };
  process.stderr.write(`${JSON.stringify({ level: 50, msg: 'request failed', err: { message: String(error) } })}\n`);
  return { status: 500, body: { error: 'Internal error of the simulator. See its log.' } };
}

function send(answer: DoorAnswer, response: ServerResponse): void {
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
