import { type Problem, ProblemError, UnreachableError } from './errors.js';

export interface Connection {
  /** Base URL of its API, without a path: `https://desk.example`. */
  url: string;
  key: string | undefined;
}

export interface ClientDeps {
  fetch: typeof globalThis.fetch;
  sleep(ms: number): Promise<void>;
  nowMs(): number;
}

const REAL_DEPS: ClientDeps = {
  fetch: (...args) => globalThis.fetch(...args),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  nowMs: () => Date.now(),
};

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
  total?: number | undefined;
}

export type Query = Record<string, string | number | boolean | undefined>;

interface Call {
  method: 'GET' | 'POST';
  path: string;
  query?: Query | undefined;
  body?: string | Uint8Array | undefined;
  contentType?: string | undefined;
  fileName?: string | undefined;
  idempotencyKey?: string | undefined;
  as?: 'text' | 'bytes';
}

/**
 * Attempts after a broken connection: a restarting desk returns within seconds, and one that is down is reported soon.
 */
const CONNECTION_TRIES = 4;
/** Attempts after 429, 503 or a request still in flight. */
const BUSY_TRIES = 6;
/** Max Retry-After that is followed; beyond it the person decides. */
const MAX_WAIT_MS = 60_000;
/** A request of 100,000 targets takes seconds; after this time without an answer it is considered lost. */
const REQUEST_TIMEOUT_MS = 120_000;

export interface DeskClient {
  get<T>(path: string, query?: Query): Promise<Reply<T>>;
  post<T>(path: string, body: unknown, idempotencyKey: string): Promise<Reply<T>>;
  postBytes<T>(path: string, file: SentFile, idempotencyKey?: string): Promise<Reply<T>>;
  getText(path: string, query?: Query): Promise<Reply<string>>;
  getBytes(path: string): Promise<Uint8Array>;
}

export interface SentFile {
  bytes: Uint8Array;
  mediaType: string;
  name?: string | undefined;
  query?: Query | undefined;
}

/**
 * Creates a client for one desk and one key. Unsafe calls send one Idempotency-Key over all attempts, so that a lost
 * answer never acts twice; send the same key again after an `UnreachableError`. Throws `ProblemError` if the desk
 * refuses.
 */
export function createDeskClient(connection: Connection, deps: ClientDeps = REAL_DEPS): DeskClient {
  const call = <T>(request: Call) => callWithRetries<T>(connection, request, deps);
  return {
    get: (path, query) => call({ method: 'GET', path, query }),
    post: (path, body, idempotencyKey) =>
      call({ method: 'POST', path, body: JSON.stringify(body), contentType: 'application/json', idempotencyKey }),
    postBytes: (path, { bytes, mediaType, query, name: fileName }, idempotencyKey) =>
      call({ method: 'POST', path, query, body: bytes, contentType: mediaType, fileName, idempotencyKey }),
    getText: (path, query) => call({ method: 'GET', path, query, as: 'text' }),
    getBytes: async (path) => Buffer.from((await call<string>({ method: 'GET', path, as: 'bytes' })).text, 'latin1'),
  };
}

async function callWithRetries<T>(connection: Connection, call: Call, deps: ClientDeps): Promise<Reply<T>> {
  let broken = 0;
  let busy = 0;
  for (;;) {
    let response: Response;
    let text: string;
    try {
      response = await send(connection, call, deps);
      text = call.as === 'bytes' ? await readBytes(response) : await response.text();
    } catch (error) {
      broken += 1;
      if (broken >= CONNECTION_TRIES)
        throw new UnreachableError(connection.url, {
          code: connectionCode(error),
          idempotencyKey: call.idempotencyKey,
        });
      await deps.sleep(200 * 2 ** (broken - 1));
      continue;
    }
    if (response.ok && call.as !== undefined)
      return { status: response.status, text, body: text as T, replayed: false };
    if (response.ok) return toReply<T>(connection, response, text);
    const refusal = new ProblemError(parseProblem(text), {
      status: response.status,
      idempotencyKey: call.idempotencyKey,
    });
    busy += 1;
    const waitMs = busyWaitMs(response, refusal, { busy, nowMs: deps.nowMs() });
    if (waitMs === null) throw refusal;
    await deps.sleep(waitMs);
  }
}

async function readBytes(response: Response): Promise<string> {
  return Buffer.from(await response.arrayBuffer()).toString(response.ok ? 'latin1' : 'utf8');
}

function send(connection: Connection, call: Call, deps: ClientDeps): Promise<Response> {
  const url = new URL(connection.url + call.path);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const headers: Record<string, string> = { accept: 'application/json' };
  if (connection.key !== undefined) headers['authorization'] = `Bearer ${connection.key}`;
  if (call.contentType) headers['content-type'] = call.contentType;
  if (call.fileName !== undefined)
    headers['content-disposition'] = `attachment; filename*=UTF-8''${encodeURIComponent(call.fileName)}`;
  if (call.idempotencyKey) headers['idempotency-key'] = call.idempotencyKey;
  return deps.fetch(url, {
    method: call.method,
    headers,
    redirect: 'error', // A key must not follow a redirect to another host.
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(call.body === undefined ? {} : { body: call.body as NonNullable<RequestInit['body']> }),
  });
}

function toReply<T>(connection: Connection, response: Response, text: string): Reply<T> {
  const replayed = response.headers.get('idempotent-replay') === 'true';
  try {
    return { status: response.status, text, body: (text === '' ? null : JSON.parse(text)) as T, replayed };
  } catch {
    throw new UnreachableError(connection.url, { code: 'NO_DESK', idempotencyKey: undefined });
  }
}

function parseProblem(text: string): Problem {
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === 'object' && problem !== null ? problem : {};
  } catch {
    return {};
  }
}

function busyWaitMs(
  response: Response,
  { slug, status }: ProblemError,
  { busy, nowMs }: { busy: number; nowMs: number },
): number | null {
  if (status !== 429 && status !== 503 && slug !== 'idempotency-in-flight') return null;
  if (busy >= BUSY_TRIES) return null;
  const waitMs = retryAfterMs(response.headers.get('retry-after'), nowMs) ?? 500 * 2 ** (busy - 1);
  return waitMs > MAX_WAIT_MS ? null : waitMs;
}

function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/**
 * The code at the root of a failed fetch, else its message; when several addresses were tried, they fail as one error
 * with a list.
 */
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

/** Returns every item of a list, page after page. */
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
