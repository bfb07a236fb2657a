import type { Api, ApiContext } from '../../context.js';
import { createAuditTail, type AuditTail } from '../../../application/audit/events/audit-tail.js';
import { openEventIds } from '../../../application/audit/events/event-ids.js';
import { createFollower, type Follower } from '../../../application/audit/events/follow.js';
import { requireCaller, needs } from '../../caller.js';
import { binary } from '../../../contract/binary.js';
import { noQuery } from '../../../contract/query.js';
import { addStreamRoute, type Stream } from './stream-route.js';

/** A stream ends after this time and the client reconnects, so that roles and keys are checked again. */
const MAX_MS = 30 * 60_000;

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
      // The client reconnects with its Last-Event-ID and misses nothing.
      .catch((error: unknown) => {
        if (stream.isConnected) onError(error);
        stream.close();
      })
      .finally(() => (busy = false));
  });
  const end = setTimeout(() => stream.close(), MAX_MS).unref();
  stream.onClose(() => {
    unsubscribe();
    clearTimeout(end);
  });
}

/** `GET /v1/events`: live events of notices that the caller can read (server-sent events). */
export function registerEventsRoutes(app: Api, context: ApiContext): void {
  const tail = createAuditTail(context.db, (error) => app.log.warn({ err: error }, 'following the audit log failed'));
  app.addHook('preClose', async () => tail.close());
  const schema = {
    summary: 'Live changes (server-sent events)',
    description:
      'Types `notice`, `clock`, `alert`. Ids are opaque and ordered; `Last-Event-ID` replays the events after it.',
    tags: ['events'],
    querystring: noQuery,
    response: { 200: binary('text/event-stream', 'The event stream') },
  };
  addStreamRoute(app, context, {
    path: '/v1/events',
    schema,
    preValidation: needs('notice.read_facts'),
    ask({ headers }) {
      return openEventIds(context.db, headers['last-event-id']?.toString());
    },
    async begin(stream, { ids, lastEventId }, request) {
      const send = (event: Parameters<Stream['send']>[0]) => stream.send(event);
      const follower = await createFollower(context, { caller: requireCaller(request), lastEventId, ids, send });
      const onError = (error: unknown) => request.log.warn({ err: error }, 'event stream failed');
      return () => pump(stream, { tail, follower, onError });
    },
  });
}
