import sse from '@fastify/sse';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { invalid } from '../../problems.js';
import { binary } from '../../../contract/binary.js';
import { onCallerEnd } from '../../sessions/watch-caller.js';
import { noQuery } from '../../../contract/query.js';
import { takeStreamPlace } from './open-streams.js';
import { createAuditTail, type AuditTail } from './audit-tail.js';
import { createFollower, type Follower } from './follow.js';

const HEARTBEAT_MS = 15_000;
/** A stream ends after this long and the client comes back: roles and keys are looked at anew. */
const LONGEST_MS = 30 * 60_000;
/** How long a client waits before it comes back. */
const RETRY_MS = 2_000;

const eventId = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

export interface Stream {
  send(event: { id?: string; event?: string; data: unknown }): Promise<void>;
  close(): void;
  onClose(callback: () => void): void;
  keepAlive(): void;
  sendHeaders(): void;
  readonly isConnected: boolean;
}

/** `HEAD` of a stream: what it would begin with, and no stream. */
export function answerHead(reply: FastifyReply): FastifyReply {
  const begins = { 'cache-control': 'no-cache', 'x-accel-buffering': 'no' };
  return reply.headers(begins).header('content-type', 'text/event-stream').send();
}

function readLastEventId(header: string | string[] | undefined): number | null {
  if (header === undefined || header === '') return null;
  const read = eventId.safeParse(header);
  if (!read.success) throw invalid('/headers/last-event-id', 'Send the id of an event as it was received, or nothing.');
  return read.data;
}

/** Tells what is new after each look, one telling after another, until the connection ends. */
function pump(
  stream: Stream,
  { tail, follower, onError }: { tail: AuditTail; follower: Follower; onError: (error: unknown) => void },
): void {
  let busy = false;
  const unsubscribe = tail.subscribe((settled) => {
    if (busy || !stream.isConnected) return;
    busy = true;
    follower
      .advance(settled)
      // The client comes back with its Last-Event-ID and misses nothing.
      .catch((error: unknown) => {
        if (stream.isConnected) onError(error);
        stream.close();
      })
      .finally(() => (busy = false));
  });
  const end = setTimeout(() => stream.close(), LONGEST_MS).unref();
  stream.onClose(() => {
    unsubscribe();
    clearTimeout(end);
  });
}

/** `GET /v1/events`: what happens to the notices the caller may know of, as it happens (server-sent events). */
export function registerEvents(app: Api, context: ApiContext): void {
  const open = new Set<Stream>();
  const tail = createAuditTail(context.db, (error) => app.log.warn({ err: error }, 'the audit log cannot be followed'));
  // Open streams would hold up an orderly stop for as long as their listeners like.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.close();
    tail.close();
  });
  const schema = {
    summary: 'Live changes (server-sent events)',
    description:
      'Types `notice`, `clock`, `attention`. Ids are sequence numbers of the audit log; `Last-Event-ID` replays what came after.',
    tags: ['events'],
    querystring: noQuery,
    response: { 200: binary('text/event-stream', 'A stream of events') },
  };
  app.register(async (scope) => {
    await scope.register(sse as never, { heartbeatInterval: HEARTBEAT_MS });
    const options = {
      schema,
      preValidation: needs('notice.read_facts'),
      sse: 'manual' as const,
    };
    scope.get('/v1/events', options as never, async (request, reply) => {
      const stream = (reply as unknown as { sse: Stream }).sse;
      const lastEventId = readLastEventId(request.headers['last-event-id']);
      if (request.method === 'HEAD') return answerHead(reply);
      const caller = callerOf(request);
      const leave = takeStreamPlace(caller);
      // Before anything that takes time: whoever goes away meanwhile leaves no place taken.
      stream.onClose(leave);
      const follower = await createFollower(context, {
        caller,
        lastEventId,
        send: (event) => stream.send(event),
      }).catch((error: unknown) => {
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
      pump(stream, { tail, follower, onError: (error) => request.log.warn({ err: error }, 'event stream failed') });
      return undefined;
    });
  });
}
