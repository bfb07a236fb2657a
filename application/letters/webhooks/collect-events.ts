import { getEventFacts } from '../../../domain/event.js';
import { fitsFilter, NO_FILTER, type FilteredEvent } from '../../../domain/webhooks/event-filter.js';
import type { EventFilter } from '../../../domain/webhooks/webhook-event.js';
import { treeSize } from '../../../registry/audit/sequence.js';
import type { Connection } from '../../../registry/db.js';
import { listPlacedEvents } from '../../../registry/notices/audit-views.js';
import { listAlertChanges } from '../../../registry/ops/alert-views.js';
import {
  insertWebhookEvents,
  lockCursor,
  moveCursor,
  SUBSCRIBER,
  type NewWebhookEvent,
  type SubscriberId,
} from '../../../registry/webhooks/webhook-events.js';
import type { Services } from '../../services.js';

export type CollectSources = Pick<Services, 'db' | 'now' | 'newId'>;

export interface Subscription {
  id: SubscriberId;
  filter: EventFilter;
}

/** That of `WEBHOOK_URL`: everything. */
export const OF_SETTINGS: Subscription = { id: null, filter: NO_FILTER };

const LEAVES = 500;
/** More alert changes than ever occur within the overlap: they have no sequence to continue from. */
const CHANGES = 100_000;
/** Alerts have no sequence: changes within this span are read again each time and sent once. */
const ALERT_OVERLAP_MS = 10 * 60_000;

/** Queues what happened since the last run for one subscriber; returns whether there is more. */
export async function collectEvents(
  sources: CollectSources,
  { id: subscriber, filter }: Subscription,
): Promise<boolean> {
  const { db, now, newId } = sources;
  return db.transaction().execute(async (trx) => {
    const at = now();
    const { leaf, alertAt } = await lockCursor(trx, { subscriber, now: at });
    const top = await treeSize(trx);
    const upTo = Math.min(top, leaf + LEAVES);
    const found = [
      ...(await entriesAsEvents(trx, { after: leaf, upTo })),
      ...(await alertsAsEvents(trx, alertAt)),
    ].filter(({ facts }) => fitsFilter(filter, facts));
    await insertWebhookEvents(
      trx,
      found.map(({ event }) => ({ ...event, id: newId(), subscriber })),
    );
    const alertFromMs = Math.max(at.getTime() - ALERT_OVERLAP_MS, alertAt.getTime());
    await moveCursor(trx, { subscriber, leaf: upTo, alertAt: new Date(alertFromMs) });
    return upTo < top;
  });
}

interface Found {
  event: Omit<NewWebhookEvent, 'id' | 'subscriber'>;
  facts: FilteredEvent;
}

async function entriesAsEvents(trx: Connection, span: { after: number; upTo: number }): Promise<Found[]> {
  const rows = await listPlacedEvents(trx, { reader: SUBSCRIBER, ...span });
  return rows.map(
    ({ seq, at, action, notice_id: notice, number, version, regime_id: law, authority_country: country }) => {
      const type = `${getEventFacts(action).live}.${action}`;
      return {
        event: { source: `leaf:${seq}`, noticeId: notice, type, at, data: { notice, number, version } },
        facts: { type, alert: null, law, country },
      };
    },
  );
}

async function alertsAsEvents(trx: Connection, from: Date): Promise<Found[]> {
  const rows = await listAlertChanges(trx, { reader: SUBSCRIBER, from, limit: CHANGES });
  return rows.flatMap(({ id, kind, notice_id: notice, number, since, resolved_at: resolvedAt, ...of }) => {
    const toFound = (type: string, at: Date): Found => ({
      event: {
        source: `${type}:${id}:${at.getTime()}`,
        noticeId: notice,
        type,
        at,
        data: { alert: id, kind, notice, number },
      },
      facts: { type, alert: kind, law: of.regime_id, country: of.authority_country },
    });
    const raised = since >= from ? [toFound('alert.raised', since)] : [];
    return resolvedAt === null ? raised : [...raised, toFound('alert.resolved', resolvedAt)];
  });
}
