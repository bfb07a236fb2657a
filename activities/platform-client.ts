import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleType } from 'cockatiel';
import { Webhook } from 'standardwebhooks';
import { Pool } from 'undici';
import { isFinal, operationResult, operationsAnswer, resolveAnswer, type FinalResult, type PlatformOperation, type ResolvedTarget, type TargetRef } from './platform-messages.js';

const TIMEOUT_MS = 30_000;
const OPEN_AFTER_FAILURES = 5;
const HALF_OPEN_AFTER_MS = 10_000;
/** A Retry-After up to this long is sat out on the spot, a few times; a longer one ends the attempt. */
const SHORT_WAIT_MS = 5_000;
const SHORT_WAITS = 4;
const LONGEST_WAIT_MS = 300_000;

/** The platform gave no answer. `carriedOut` says whether the request may have been carried out all the same. */
export class PlatformUnavailable extends Error {
  override readonly name = 'PlatformUnavailable';
  readonly carriedOut: 'no' | 'unknown';
  readonly retryAfterMs: number | null;

  constructor(message: string, { carriedOut, retryAfterMs = null }: { carriedOut: 'no' | 'unknown'; retryAfterMs?: number | null }) {
    super(message);
    this.carriedOut = carriedOut;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A failure that counts against the platform's health: no connection, no answer in time, a 5xx. */
class PlatformDown extends PlatformUnavailable {}

export interface PlatformClient {
  /** In the order asked. */
  resolve(targets: readonly TargetRef[]): Promise<ResolvedTarget[]>;
  /** Final results by key. What is missing is unknown. */
  operate(operations: readonly PlatformOperation[]): Promise<Map<string, FinalResult>>;
  /** The result of one operation; undefined: not done. */
  findOperation(key: string): Promise<FinalResult | undefined>;
  close(): Promise<void>;
}

export interface PlatformOptions {
  url: string;
  token: string;
  /** Signs requests; none, they go unsigned. */
  webhookSecret: string | undefined;
  connections?: number;
}

interface Asking {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  /** A question changes nothing: when its answer is lost it is asked once more. */
  question?: boolean;
}

/** The platform port over kept-alive connections, with a breaker that leaves a struggling platform alone. */
export function createPlatformClient({ url, token, webhookSecret, connections = 32 }: PlatformOptions): PlatformClient {
  const base = new URL(url);
  const prefix = base.pathname.replace(/\/+$/, '');
  const pool = new Pool(base.origin, { connections, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, connect: { timeout: 10_000 } });
  const webhook = webhookSecret === undefined ? null : new Webhook(webhookSecret);
  const breaker = circuitBreaker(handleType(PlatformDown), {
    halfOpenAfter: HALF_OPEN_AFTER_MS,
    breaker: new ConsecutiveBreaker(OPEN_AFTER_FAILURES),
  });

  const sign = (text: string): Record<string, string> => {
    if (webhook === null) return {};
    const id = randomUUID();
    const at = new Date();
    return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': webhook.sign(id, at, text) };
  };

  const askOnce = async ({ method, path, body }: Asking): Promise<unknown> => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { authorization: `Bearer ${token}`, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}), ...sign(text) };
    const { statusCode, headers: said, body: answer } = await pool
      .request({ method, path: `${prefix}${path}`, headers, body: method === 'POST' ? text : null })
      .catch((error: unknown) => Promise.reject(toUnavailable(error)));
    const content = await answer.text().catch((error: unknown) => Promise.reject(toUnavailable(error)));
    if (statusCode === 404 && method === 'GET') return undefined;
    if (statusCode >= 200 && statusCode < 300) return parseJson(content);
    throw refusedToAnswer(statusCode, said['retry-after']);
  };

  const ask = async (asking: Asking): Promise<unknown> => {
    for (let waits = 0; ; waits += 1) {
      try {
        return await breaker.execute(() => askOnce(asking));
      } catch (error) {
        if (error instanceof BrokenCircuitError) {
          throw new PlatformUnavailable('The platform has failed repeatedly and is left alone for a while.', { carriedOut: 'no', retryAfterMs: HALF_OPEN_AFTER_MS });
        }
        if (asking.question === true && waits === 0 && error instanceof PlatformUnavailable && error.carriedOut === 'unknown') continue;
        const waitMs = error instanceof PlatformUnavailable && error.carriedOut === 'no' ? error.retryAfterMs : null;
        if (waitMs === null || waitMs > SHORT_WAIT_MS || waits >= SHORT_WAITS) throw error;
        await sleep(waitMs);
      }
    }
  };

  return {
    async resolve(targets) {
      const { results } = read(resolveAnswer, await ask({ method: 'POST', path: '/resolve', body: { targets }, question: true }));
      if (results.length === targets.length) return results;
      throw new PlatformUnavailable(`The platform resolved ${results.length} of ${targets.length} targets.`, { carriedOut: 'no' });
    },
    async operate(operations) {
      const { results } = read(operationsAnswer, await ask({ method: 'POST', path: '/operations', body: { operations } }));
      const asked = new Set(operations.map(({ key }) => key));
      const final = results.flatMap((one) => operationResult.safeParse(one).data ?? []).filter(isFinal);
      return new Map(final.filter(({ key }) => asked.has(key)).map((result) => [result.key, result]));
    },
    async findOperation(key) {
      const answer = await ask({ method: 'GET', path: `/operations/${encodeURIComponent(key)}`, question: true });
      if (answer === undefined) return undefined;
      const result = read(operationResult, answer);
      if (isFinal(result) && result.key === key) return result;
      throw new PlatformUnavailable(`The platform does not know what became of ${key}.`, { carriedOut: 'unknown' });
    },
    close: () => pool.close(),
  };
}

function read<T>(schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: Error } }, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PlatformUnavailable('The platform answered in a form that nobody agreed on.', { carriedOut: 'unknown' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlatformDown('The platform answered with something that is not JSON.', { carriedOut: 'unknown' });
  }
}

/** 429 and 503 say that nothing was done (contract of the port); another 5xx says nothing. */
function refusedToAnswer(status: number, retryAfter: string | string[] | undefined): PlatformUnavailable {
  const message = `The platform answered ${status}.`;
  const retryAfterMs = parseRetryAfter(retryAfter);
  if (status === 429) return new PlatformUnavailable(message, { carriedOut: 'no', retryAfterMs: retryAfterMs ?? 1_000 });
  if (status === 503) return new PlatformDown(message, { carriedOut: 'no', retryAfterMs: retryAfterMs ?? 1_000 });
  if (status >= 500) return new PlatformDown(message, { carriedOut: 'unknown', retryAfterMs });
  return new PlatformUnavailable(message, { carriedOut: 'no' });
}

function parseRetryAfter(value: string | string[] | undefined): number | null {
  const text = Array.isArray(value) ? value[0] : value;
  if (text === undefined) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}

/** Without a connection nothing was sent; after that nobody knows. */
function toUnavailable(error: unknown): PlatformDown {
  const { code, message } = error as { code?: string; message?: string };
  const notSent = code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return new PlatformDown(`The platform cannot be reached: ${message ?? String(code)}`, { carriedOut: notSent ? 'no' : 'unknown' });
}
