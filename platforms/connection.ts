import { randomUUID } from 'node:crypto';
import { getErrorCode, getErrorMessage } from '../domain/error-parts.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleType } from 'cockatiel';
import { Webhook } from 'standardwebhooks';
import { SpanKind } from '@opentelemetry/api';
import { Pool } from 'undici';
import { inPart, traceHeaders } from '../tracing/trace.js';

/** Covers the whole exchange, until the last byte of the response. */
const TIMEOUT_MS = 30_000;
/** Far more than a thousand results with their messages take. */
const LARGEST_ANSWER = 32 * 2 ** 20;
const OPEN_AFTER_FAILURES = 5;
/** Short at first: a platform that drops many responses is not down. */
const HALF_OPEN_AFTER = { initialDelay: 500, maxDelay: 10_000 };
const LEFT_ALONE_MS = 1_000;
const SHORT_WAIT_MS = 5_000;
const SHORT_WAITS = 4;
const MAX_WAIT_MS = 300_000;

/** The platform gave no answer. `carriedOut` says whether the request may have been executed all the same. */
export class PlatformUnavailable extends Error {
  override readonly name = 'PlatformUnavailable';
  readonly carriedOut: 'no' | 'unknown';
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    { carriedOut, retryAfterMs = null }: { carriedOut: 'no' | 'unknown'; retryAfterMs?: number | null },
  ) {
    super(message);
    this.carriedOut = carriedOut;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The platform understood the request and refuses it (4xx): nothing was done. `answer` is its response body. */
export class PlatformObjects extends PlatformUnavailable {
  readonly status: number;
  readonly answer: string;

  constructor(status: number, answer: string) {
    super(`The platform answered ${status}.`, { carriedOut: 'no' });
    this.status = status;
    this.answer = answer;
  }
}

class PlatformDown extends PlatformUnavailable {}

export interface ConnectionOptions {
  url: string;
  authorization?: string;
  webhookSecret: string | undefined;
  connections?: number;
  timeoutMs?: number;
}

export interface PlatformRequest {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
  /** A read changes nothing, so it may be sent once more. */
  question?: boolean;
}

export interface PlatformConnection {
  /** The response as JSON; undefined if a read finds nothing. */
  ask(asking: PlatformRequest): Promise<unknown>;
  close(): Promise<void>;
}

export function openPlatformConnection(options: ConnectionOptions): PlatformConnection {
  const { url, authorization, webhookSecret, connections = 32, timeoutMs = TIMEOUT_MS } = options;
  const base = new URL(url);
  const prefix = base.pathname.replace(/\/+$/, '');
  const pool = new Pool(base.origin, {
    connections,
    maxResponseSize: LARGEST_ANSWER,
    connect: { timeout: 10_000 },
  });
  const webhook = webhookSecret === undefined ? null : new Webhook(webhookSecret);
  const breaker = circuitBreaker(handleType(PlatformDown), {
    halfOpenAfter: new ExponentialBackoff(HALF_OPEN_AFTER),
    breaker: new ConsecutiveBreaker(OPEN_AFTER_FAILURES),
  });

  const askOnce = async ({ method, path, body, question }: PlatformRequest): Promise<unknown> => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...signed(webhook, text),
      ...traceHeaders(),
    };
    const {
      statusCode,
      headers: said,
      body: answer,
    } = await pool
      .request({
        method,
        path: `${prefix}${path}`,
        headers,
        body: body === undefined ? null : text,
        // A response that trickles in byte by byte may never end, and each byte would count as a sign of life.
        signal: AbortSignal.timeout(timeoutMs),
      })
      .catch((error: unknown) => Promise.reject(toUnavailable(error)));
    const content = await answer.text().catch((error: unknown) => Promise.reject(toUnavailable(error)));
    if (statusCode === 404 && question === true) return undefined;
    if (statusCode >= 200 && statusCode < 300) return parseJson(content);
    throw refusedToAnswer({ status: statusCode, retryAfter: said['retry-after'], answer: content });
  };

  return {
    ask: (asking) =>
      withRetries(asking, () =>
        inPart(`platform ${asking.method} ${nameOfPath(asking.path)}`, { kind: SpanKind.CLIENT }, () =>
          breaker.execute(() => askOnce(asking)),
        ),
      ),
    close: () => pool.close(),
  };
}

/** Keeps only the first path segments: the rest may hold an operation key. */
function nameOfPath(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

async function withRetries(asking: PlatformRequest, ask: () => Promise<unknown>): Promise<unknown> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw leftAlone();
      if (!(error instanceof PlatformUnavailable) || asking.question !== true || tries >= SHORT_WAITS) throw error;
      const { carriedOut, retryAfterMs } = error;
      const askAgain = carriedOut === 'unknown' && tries === 0;
      const waitMs = askAgain ? 0 : carriedOut === 'no' ? retryAfterMs : null;
      if (waitMs === null || waitMs > SHORT_WAIT_MS) throw error;
      await sleep(waitMs);
    }
  }
}

function leftAlone(): PlatformUnavailable {
  const message = 'The platform has failed repeatedly; calls are suspended for a while.';
  return new PlatformUnavailable(message, { carriedOut: 'no', retryAfterMs: LEFT_ALONE_MS });
}

function signed(webhook: Webhook | null, text: string): Record<string, string> {
  if (webhook === null) return {};
  const id = randomUUID();
  const at = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': webhook.sign(id, at, text),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlatformDown('The platform answered with something that is not JSON.', { carriedOut: 'unknown' });
  }
}

interface Refusal {
  status: number;
  retryAfter: string | string[] | undefined;
  answer: string;
}

/** 429 and 503 mean that nothing was done (contract of the port); any other 5xx leaves it unknown. */
function refusedToAnswer({ status, retryAfter, answer }: Refusal): PlatformUnavailable {
  const message = `The platform answered ${status}.`;
  const retryAfterMs = parseRetryAfter(retryAfter);
  if (status === 429)
    return new PlatformUnavailable(message, { carriedOut: 'no', retryAfterMs: retryAfterMs ?? 1_000 });
  if (status === 503) return new PlatformDown(message, { carriedOut: 'no', retryAfterMs: retryAfterMs ?? 1_000 });
  if (status >= 500) return new PlatformDown(message, { carriedOut: 'unknown', retryAfterMs });
  return new PlatformObjects(status, answer);
}

function parseRetryAfter(value: string | string[] | undefined): number | null {
  const text = Array.isArray(value) ? value[0] : value;
  if (text === undefined) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), MAX_WAIT_MS);
}

/** Without a connection nothing was sent; after that the result is unknown. */
function toUnavailable(error: unknown): PlatformDown {
  const code = getErrorCode(error);
  const notSent =
    code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return new PlatformDown(`The platform cannot be reached: ${getErrorMessage(error)}`, {
    carriedOut: notSent ? 'no' : 'unknown',
  });
}
