import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import { waitAfter, type Subscriber } from '../../../domain/webhooks/webhook-event.js';
import { raiseAlert, resolveAlert } from '../../../registry/ops/alerts.js';
import {
  countWebhookEvents,
  forgetDelivered,
  listDueWebhookEvents,
  markWebhookDelivered,
  markWebhookFailed,
  type DueWebhookEvent,
  insertWebhookEvents,
  lockCursor,
  moveCursor,
  SUBSCRIBER,
  type NewWebhookEvent,
} from '../../../registry/webhooks/webhook-events.js';
import type { Services } from '../../services.js';
import { getEventFacts } from '../../../domain/event.js';
import { sequenceAudit, treeSize } from '../../../registry/audit/sequence.js';
import type { Connection } from '../../../registry/db.js';
import { listPlacedEvents } from '../../../registry/notices/audit-views.js';
import { listAlertChanges } from '../../../registry/ops/alert-views.js';

type CollectSources = Pick<Services, 'db' | 'now' | 'newId'>;

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

export type DeliverySources = CollectSources & Pick<Services, 'subscriber'>;

/** Concurrent deliveries; the events of one notice go one after another. */
const CONCURRENCY = 8;
const TIMEOUT_MS = 15_000;
/** Delivered events can be read again from the log; they are kept here for a replay. */
const KEPT_MS = 30 * 24 * 3_600_000;
const MAX_ERROR = 300;

const GIVEN_UP = 'webhook_given_up';
const agent = new Agent({
  connections: CONCURRENCY,
  headersTimeout: TIMEOUT_MS,
  bodyTimeout: TIMEOUT_MS,
  connectTimeout: TIMEOUT_MS,
});

/**
 * Delivers events to the subscriber: at least once, in order per notice. An event refused for a day is given up with an
 * alert, and later ones go ahead.
 */
export async function notifySubscriber(sources: DeliverySources, isStopped: () => boolean): Promise<void> {
  const { db, subscriber, now } = sources;
  if (subscriber === null) return;
  while ((await collectEvents(sources)) && !isStopped());
  for (;;) {
    const due = await listDueWebhookEvents(db, CONCURRENCY);
    if (due.length === 0 || isStopped()) break;
    const delivered = await Promise.all(due.map((event) => deliver(sources, subscriber, event)));
    // While the subscriber is unreachable, the rest of the queue is not tried.
    if (!delivered.includes(true)) break;
  }
  await forgetDelivered(db, new Date(now().getTime() - KEPT_MS));
  await raiseGivenUp(sources);
}

async function deliver({ db, now }: DeliverySources, subscriber: Subscriber, event: DueWebhookEvent): Promise<boolean> {
  const answer = await post(subscriber, event, now());
  if (answer.ok) {
    await markWebhookDelivered(db, event.place);
    return true;
  }
  const wait = waitAfter(event.tries + 1, answer.requestedMs);
  const nextAt = wait === null ? null : new Date(now().getTime() + wait);
  await markWebhookFailed(db, { place: event.place, error: answer.error.slice(0, MAX_ERROR), nextAt });
  return false;
}

type Answered = { ok: true } | { ok: false; error: string; requestedMs: number | null };

/** Only 2xx counts as delivered. Redirects are not followed, because the operator configured this address. */
async function post({ url, secret }: Subscriber, event: DueWebhookEvent, at: Date): Promise<Answered> {
  const body = JSON.stringify({ type: event.type, timestamp: event.at.toISOString(), data: event.data });
  const headers = {
    'content-type': 'application/json',
    'webhook-id': event.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(event.id, at, body),
  };
  try {
    const answer = await request(url, { method: 'POST', dispatcher: agent, headers, body });
    await answer.body.dump();
    if (answer.statusCode >= 200 && answer.statusCode < 300) return { ok: true };
    const retryAfter = Number(answer.headers['retry-after']);
    const requestedMs = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1_000 : null;
    return { ok: false, error: `It answered ${answer.statusCode}.`, requestedMs };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error), requestedMs: null };
  }
}

async function raiseGivenUp({ db }: DeliverySources): Promise<void> {
  const { dead } = await countWebhookEvents(db);
  if (dead === 0) {
    await resolveAlert(db, { key: GIVEN_UP });
    return;
  }
  await raiseAlert(
    db,
    {
      key: GIVEN_UP,
      kind: GIVEN_UP,
      noticeId: null,
      summary: `The subscriber has not accepted ${dead} ${dead === 1 ? 'event' : 'events'}.`,
      detail: { dead },
    },
    { refresh: true },
  );
}
