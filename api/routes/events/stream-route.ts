import sse from '@fastify/sse';
import type { FastifyReply, FastifyRequest, preValidationAsyncHookHandler } from 'fastify';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import type { Caller } from '../../../application/caller.js';
import { ApiProblem } from '../../problems.js';
import { isAccessOver } from '../../../application/people/authenticate.js';

/** What ends a caller's access ends their streams within two seconds (docs/working/admin.md). */
export const CALLER_CHECK_MS = 1_500;

/** Calls back when the caller's credentials no longer hold. Returns the function that stops checking. */
function onCallerEnd(context: ApiContext, caller: Caller, ended: () => void): () => void {
  const timer = setInterval(() => {
    isAccessOver(context, caller)
      .then((over) => (over ? ended() : undefined))
      // If the database does not answer, the next interval checks again.
      .catch(() => undefined);
  }, CALLER_CHECK_MS).unref();
  return () => clearInterval(timer);
}

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

export interface Stream {
  send(event: { id?: string; event?: string; data: unknown }): Promise<void>;
  close(): void;
  onClose(callback: () => void): void;
  keepAlive(): void;
  sendHeaders(): void;
  readonly isConnected: boolean;
}

interface StreamRoute<Requested> {
  path: string;
  schema: object;
  preValidation?: preValidationAsyncHookHandler;
  /** Validates the request, also of a HEAD; throws the problem. */
  ask(request: FastifyRequest): Promise<Requested> | Requested;
  /** Prepares the stream; the function returned starts it once it is open. */
  begin(stream: Stream, query: Requested, request: FastifyRequest): Promise<() => void> | (() => void);
}

/**
 * Adds a route that answers with a stream. The stream ends with its caller's key, session or person, when the process
 * stops, and when the sender closes it.
 */
export function addStreamRoute<Requested>(
  app: Api,
  context: ApiContext,
  { path, schema, preValidation, ask, begin }: StreamRoute<Requested>,
): void {
  const open = new Set<Stream>();
  // Open streams would otherwise delay an orderly stop indefinitely.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.close();
  });
  app.register(async (scope) => {
    // The plugin's types are of another version of the framework's.
    await scope.register(sse as never, { heartbeatInterval: HEARTBEAT_MS });
    const options = { schema, ...(preValidation === undefined ? {} : { preValidation }), sse: 'manual' as const };
    scope.get(path, options as never, async (request, reply) => {
      const stream = (reply as unknown as { sse: Stream }).sse;
      const query = await ask(request);
      if (request.method === 'HEAD') return answerHead(reply);
      const caller = requireCaller(request);
      const leave = takeStreamPlace(caller);
      // Registered before anything slow, so that a client that leaves meanwhile frees its slot.
      stream.onClose(leave);
      const start = await Promise.resolve(begin(stream, query, request)).catch((error: unknown) => {
        leave();
        throw error;
      });
      stream.keepAlive();
      stream.sendHeaders();
      reply.raw.write(`retry: ${RETRY_MS}\n\n`);
      open.add(stream);
      const forget = onCallerEnd(context, caller, () => stream.close());
      stream.onClose(() => {
        forget();
        open.delete(stream);
      });
      start();
      return undefined;
    });
  });
}

function answerHead(reply: FastifyReply): FastifyReply {
  const begins = { 'cache-control': 'no-cache', 'x-accel-buffering': 'no' };
  return reply.headers(begins).header('content-type', 'text/event-stream').send();
}

/** Each stream polls the database: one caller's streams must not become a load for everyone. */
const STREAMS_A_CALLER = 10;
const RETRY_SECONDS = 15;

const opened = new Map<string, number>();

function getStreamOwner({ key, session }: Caller): string {
  return session === null ? `key:${key?.id}` : `session:${session.id}`;
}

/**
 * Counts a stream of this process; returns the function that releases it. Throws `rate-limited` if the caller has ten.
 */
function takeStreamPlace(caller: Caller): () => void {
  const name = getStreamOwner(caller);
  const before = opened.get(name) ?? 0;
  if (before >= STREAMS_A_CALLER)
    throw new ApiProblem(
      'rate-limited',
      `You already have ${STREAMS_A_CALLER} event streams open. Close one, or use another key.`,
      { headers: { 'retry-after': String(RETRY_SECONDS) } },
    );
  opened.set(name, before + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    const left = (opened.get(name) ?? 1) - 1;
    if (left === 0) opened.delete(name);
    else opened.set(name, left);
  };
}
