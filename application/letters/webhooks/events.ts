import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import {
  webhookMessage,
  type webhookEventView,
  type webhookReplayBody,
  type webhookState,
} from '../../../contract/webhooks.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import {
  countListedWebhookEvents,
  listWebhookEvents,
  replayWebhookEvents,
  type WebhookEventRow,
} from '../../../registry/webhooks/webhook-events.js';
import type { Acting } from '../../acting.js';
import { toActor, toReader, type Caller } from '../../caller.js';
import { readCursor } from '../../paging.js';
import { answerSeenPage, toSeenIn } from '../../seen-page.js';
import type { Services } from '../../services.js';

export async function pageWebhookEvents(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  {
    cursor,
    state,
    subscriber,
    ...paging
  }: PageQuery & { state?: z.output<typeof webhookState> | undefined; subscriber?: string | undefined },
) {
  const [before = null] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
  const question = { reader: toReader(caller), state, subscriber };
  return answerSeenPage(services, { caller, name: 'webhooks' }, paging, {
    rows: (limit) => listWebhookEvents(services.db, { ...question, before, limit }),
    total: () => countListedWebhookEvents(services.db, question),
    view: toView,
    key: ({ place }) => [place],
    seen: (row) => toSeenIn(row.noticeId, row.secrecy_level),
  });
}

function toView(row: WebhookEventRow): z.input<typeof webhookEventView> {
  return {
    id: row.id,
    type: row.type,
    timestamp: row.at.toISOString(),
    data: webhookMessage.shape.data.parse(row.data),
    subscriber: row.subscriber,
    state: row.state,
    tries: row.tries,
    nextTryAt: row.state === 'pending' ? row.next_at.toISOString() : null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    lastError: row.last_error,
  };
}

/** Resends events to their subscribers under their original ids and returns how many. */
export async function replayEvents(
  { trx, services, caller }: Acting,
  body: z.output<typeof webhookReplayBody>,
): Promise<number> {
  const replay = 'since' in body ? { since: new Date(body.since) } : body;
  const { subscriber, ...asked } = { subscriber: undefined, ...body };
  const events = await replayWebhookEvents(trx, { reader: toReader(caller), replay, subscriber });
  const detail = { events, ...asked, ...(subscriber === undefined ? {} : { subscriber }) };
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'webhooks_replayed', detail }]);
  return events;
}
