import { getEventFacts } from '../../../domain/event.js';
import { sequenceAudit, treeSize } from '../../../registry/audit/sequence.js';
import type { Connection } from '../../../registry/db.js';
import { listPlacedEvents } from '../../../registry/notices/audit-views.js';
import { listAlertChanges } from '../../../registry/ops/alert-views.js';
import {
  insertWebhookEvents,
  lockCursor,
  moveCursor,
  SUBSCRIBER,
  type NewWebhookEvent,
} from '../../../registry/webhooks/webhook-events.js';
import type { Services } from '../../services.js';

export type CollectSources = Pick<Services, 'db' | 'now' | 'newId'>;

const LEAVES = 500;
/** More alert changes than ever occur within the overlap: they have no sequence to continue from. */
const CHANGES = 100_000;
/** Alerts have no sequence: changes within this span are read again each time and sent once. */
const ALERT_OVERLAP_MS = 10 * 60_000;

/** Queues what happened since the last run for the subscriber; returns whether there is more. */
export async function collectEvents(sources: CollectSources): Promise<boolean> {
  const { db, now } = sources;
  await sequenceAudit(db);
  return db.transaction().execute(async (trx) => {
    const at = now();
    const { leaf, alertAt } = await lockCursor(trx, at);
    const top = await treeSize(trx);
    const upTo = Math.min(top, leaf + LEAVES);
    const events = await entriesAsEvents(sources, trx, { after: leaf, upTo });
    const changes = await alertsAsEvents(sources, trx, alertAt);
    await insertWebhookEvents(trx, [...events, ...changes]);
    const alertFromMs = Math.max(at.getTime() - ALERT_OVERLAP_MS, alertAt.getTime());
    await moveCursor(trx, { leaf: upTo, alertAt: new Date(alertFromMs) });
    return upTo < top;
  });
}

async function entriesAsEvents(
  { newId }: CollectSources,
  trx: Connection,
  span: { after: number; upTo: number },
): Promise<NewWebhookEvent[]> {
  const rows = await listPlacedEvents(trx, { reader: SUBSCRIBER, ...span });
  return rows.map(({ seq, at, action, notice_id: notice, number, version }) => ({
    id: newId(),
    source: `leaf:${seq}`,
    noticeId: notice,
    type: `${getEventFacts(action).live}.${action}`,
    at,
    data: { notice, number, version },
  }));
}

async function alertsAsEvents({ newId }: CollectSources, trx: Connection, from: Date): Promise<NewWebhookEvent[]> {
  const rows = await listAlertChanges(trx, { reader: SUBSCRIBER, from, limit: CHANGES });
  return rows.flatMap(({ id, kind, notice_id: notice, number, since, resolved_at: resolvedAt }) => {
    const toEvent = (type: string, at: Date) => ({
      id: newId(),
      source: `${type}:${id}:${at.getTime()}`,
      noticeId: notice,
      type,
      at,
      data: { alert: id, kind, notice, number },
    });
    const raised = since >= from ? [toEvent('alert.raised', since)] : [];
    return resolvedAt === null ? raised : [...raised, toEvent('alert.resolved', resolvedAt)];
  });
}
