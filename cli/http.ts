import type { Connection } from './connection.js';
import { HOW_TO_START } from './connection.js';
import type { CliDeps } from './deps.js';
import { type Problem, ProblemError, RefusedError } from './exit.js';

/** One answer: `text` is what the desk sent, unchanged. */
export interface Reply<T> {
  status: number;
  text: string;
  body: T;
  replayed: boolean;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
}

export type Query = Record<string, string | number | boolean | undefined>;

interface Call {
  method: 'GET' | 'POST';
  path: string;
  query?: Query | undefined;
  body?: string | Uint8Array | undefined;
  contentType?: string | undefined;
  idempotencyKey?: string | undefined;
  /** The answer is no JSON: text, or bytes, which then stand in `text` one a character. */
  as?: 'text' | 'bytes';
}

/** Tries after a broken connection; a desk that restarts is back within seconds, one that is not running is told at once. */
const CONNECTION_TRIES = 4;
/** Tries after 429, 503 or a request still in flight. */
const BUSY_TRIES = 6;
/** The longest wait a Retry-After is followed for; beyond that the person decides. */
const LONGEST_WAIT_MS = 60_000;
/** A request of 100,000 targets takes seconds; one that is silent for so long is lost. */
const REQUEST_TIMEOUT_MS = 120_000;

export interface DeskClient {
  role: Connection['role'];
  get<T>(path: string, query?: Query): Promise<Reply<T>>;
  post<T>(path: string, body: unknown, idempotencyKey: string): Promise<Reply<T>>;
  /** Sends bytes as they are. */
  postBytes<T>(path: string, file: SentFile, idempotencyKey?: string): Promise<Reply<T>>;
  /** An answer that is no JSON; its body is its text. */
  getText(path: string, query?: Query): Promise<Reply<string>>;
  /** An answer of any bytes. */
  getBytes(path: string): Promise<Buffer>;
}

export interface SentFile {
  bytes: Uint8Array;
  mediaType: string;
  query?: Query | undefined;
}

type HttpDeps = Pick<CliDeps, 'fetch' | 'sleep' | 'nowMs'>;

/** Speaks with one desk as one person. Unsafe calls carry one key over all tries, so a lost answer never acts twice. */
export function createDeskClient(connection: Connection, deps: HttpDeps): DeskClient {
  const call = <T>(request: Call) => callWithRetries<T>(connection, request, deps);
  return {
    role: connection.role,
    get: (path, query) => call({ method: 'GET', path, query }),
    post: (path, body, idempotencyKey) =>
      call({ method: 'POST', path, body: JSON.stringify(body), contentType: 'application/json', idempotencyKey }),
    postBytes: (path, { bytes, mediaType, query }, idempotencyKey) =>
      call({ method: 'POST', path, query, body: bytes, contentType: mediaType, idempotencyKey }),
    getText: (path, query) => call({ method: 'GET', path, query, as: 'text' }),
    getBytes: async (path) => Buffer.from((await call<string>({ method: 'GET', path, as: 'bytes' })).text, 'latin1'),
  };
}

async function callWithRetries<T>(connection: Connection, call: Call, deps: HttpDeps): Promise<Reply<T>> {
  let broken = 0;
  let busy = 0;
  for (;;) {
    let response: Response;
    let text: string;
    try {
      response = await send(connection, call, deps);
      text = call.as === 'bytes' ? await bytesOf(response) : await response.text();
    } catch (error) {
      broken += 1;
      if (broken >= CONNECTION_TRIES) throw unreachable(connection, call, error);
      await deps.sleep(200 * 2 ** (broken - 1));
      continue;
    }
    if (response.ok && call.as !== undefined)
      return { status: response.status, text, body: text as T, replayed: false };
    if (response.ok) return toReply<T>(connection, response, text);
    const refusal = toProblem(call, response, text);
    busy += 1;
    const waitMs = busyWaitMs(response, refusal, { busy, nowMs: deps.nowMs() });
    if (waitMs === null) throw refusal;
    await deps.sleep(waitMs);
  }
}

async function bytesOf(response: Response): Promise<string> {
  return Buffer.from(await response.arrayBuffer()).toString(response.ok ? 'latin1' : 'utf8');
}

function send(connection: Connection, call: Call, deps: HttpDeps): Promise<Response> {
  const url = new URL(connection.url + call.path);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const headers: Record<string, string> = { accept: 'application/json' };
  if (connection.key !== undefined) headers['authorization'] = `Bearer ${connection.key}`;
  if (call.contentType) headers['content-type'] = call.contentType;
  if (call.idempotencyKey) headers['idempotency-key'] = call.idempotencyKey;
  return deps.fetch(url, {
    method: call.method,
    headers,
    redirect: 'error', // a key must not follow a redirect to another host
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(call.body === undefined ? {} : { body: call.body as NonNullable<RequestInit['body']> }),
  });
}

function toReply<T>(connection: Connection, response: Response, text: string): Reply<T> {
  const replayed = response.headers.get('idempotent-replay') === 'true';
  try {
    return { status: response.status, text, body: (text === '' ? null : JSON.parse(text)) as T, replayed };
  } catch {
    throw new RefusedError(`${connection.url} answered something other than JSON. Does DESK_URL name a Notice Desk?`);
  }
}

function toProblem(call: Call, response: Response, text: string): ProblemError {
  const retryHint = call.idempotencyKey
    ? `run the same command again with --idempotency-key ${call.idempotencyKey}; it then acts at most once.`
    : 'run the command again in a moment.';
  return new ProblemError(parseProblem(text), { status: response.status, retryHint });
}

function parseProblem(text: string): Problem {
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === 'object' && problem !== null ? problem : {};
  } catch {
    return {};
  }
}

/** How long to wait before the same request goes out again; null if it must not. */
function busyWaitMs(
  response: Response,
  { slug, status }: ProblemError,
  { busy, nowMs }: { busy: number; nowMs: number },
): number | null {
  if (status !== 429 && status !== 503 && slug !== 'idempotency-in-flight') return null;
  if (busy >= BUSY_TRIES) return null;
  const waitMs = retryAfterMs(response.headers.get('retry-after'), nowMs) ?? 500 * 2 ** (busy - 1);
  return waitMs > LONGEST_WAIT_MS ? null : waitMs;
}

/** Retry-After holds seconds or an HTTP date. */
function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

function unreachable(connection: Connection, call: Call, error: unknown): RefusedError {
  const code = connectionCode(error);
  if (code === 'ECONNREFUSED') {
    return new RefusedError(`No desk answers at ${connection.url}. ${HOW_TO_START}`);
  }
  const again = call.idempotencyKey
    ? `It may have been done: run it again with --idempotency-key ${call.idempotencyKey}, which acts at most once.`
    : 'Run the command again.';
  return new RefusedError(`The connection to ${connection.url} broke (${code}). ${again}`);
}

/** The code at the root of a failed fetch, else its words; several addresses tried fail as one error with a list. */
function connectionCode(error: unknown): string {
  let at = error as { code?: unknown; message?: string; cause?: unknown; errors?: unknown[] } | null | undefined;
  let words = 'unknown reason';
  for (let depth = 0; at && depth < 5; depth += 1) {
    if (typeof at.code === 'string') return at.code;
    words = at.message || words;
    at = (at.errors?.[0] ?? at.cause) as typeof at;
  }
  return words;
}

/** Every item of a list, page after page. */
export async function listAll<T>(client: DeskClient, path: string, query: Query = {}): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await client.get<Page<T>>(path, { ...query, limit: 200, cursor });
    items.push(...body.items);
    cursor = body.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}
