import sse from '@fastify/sse';
import type { FastifyReply, FastifyRequest, preValidationAsyncHookHandler } from 'fastify';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { onCallerEnd } from '../../sessions/watch-caller.js';
import { takeStreamPlace } from './open-streams.js';

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
