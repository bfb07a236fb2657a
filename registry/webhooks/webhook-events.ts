import { type RawBuilder, sql } from 'kysely';
import { TEST_EVENT } from '../../domain/webhooks/event-filter.js';
import type { WebhookState } from '../../domain/webhooks/webhook-event.js';
import { treeSize } from '../audit/sequence.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

/** PostgreSQL accepts 65,535 parameters per statement. */
const INSERT_BATCH_SIZE = 1_000;

/** The subscriber may read only what everyone may. */
export const SUBSCRIBER: Reader = { id: '00000000-0000-0000-0000-000000000000', roles: [] };

/** Id of a subscriber; null: that of `WEBHOOK_URL`. */
export type SubscriberId = string | null;

const ofSubscriber = (id: SubscriberId) =>
  id === null ? sql`subscriber_id is null` : sql`subscriber_id = ${id}::uuid`;

export interface WebhookCursor {
  leaf: number;
  alertAt: Date;
}

/** Returns the cursor of a subscriber with its row locked; a new one starts at the present. */
export async function lockCursor(
  trx: Connection,
  { subscriber, now }: { subscriber: SubscriberId; now: Date },
): Promise<WebhookCursor> {
  const leaf = await treeSize(trx);
  await trx
    .insertInto('webhook_cursor')
    .values({ subscriber_id: subscriber, leaf, alert_at: now })
    .onConflict((conflict) => conflict.column('subscriber_id').doNothing())
    .execute();
  const row = await trx
    .selectFrom('webhook_cursor')
    .selectAll()
    .where(sql<boolean>`${ofSubscriber(subscriber)}`)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { leaf: row.leaf, alertAt: row.alert_at };
}

export async function moveCursor(
  trx: Connection,
  { subscriber, leaf, alertAt }: WebhookCursor & { subscriber: SubscriberId },
): Promise<void> {
  await trx
    .updateTable('webhook_cursor')
    .set({ leaf, alert_at: alertAt })
    .where(sql<boolean>`${ofSubscriber(subscriber)}`)
    .execute();
}

export interface NewWebhookEvent {
  id: string;
  subscriber: SubscriberId;
  source: string;
  noticeId: string | null;
  type: string;
  at: Date;
  data: Record<string, unknown>;
}

/** Queues events; one that a subscriber already has by its `source` is skipped. */
export async function insertWebhookEvents(trx: Connection, events: readonly NewWebhookEvent[]): Promise<void> {
  for (let at = 0; at < events.length; at += INSERT_BATCH_SIZE) {
    const some = events.slice(at, at + INSERT_BATCH_SIZE);
    await trx
      .insertInto('webhook_event')
      .values(
        some.map(({ subscriber, noticeId, data, ...event }) => ({
          ...event,
          subscriber_id: subscriber,
          notice_id: noticeId,
          data: JSON.stringify(data),
        })),
      )
      .onConflict((conflict) => conflict.columns(['source', 'subscriber_id']).doNothing())
      .execute();
  }
}

export interface DueWebhookEvent {
  place: number;
  id: string;
  noticeId: string | null;
  type: string;
  at: Date;
  data: Record<string, unknown>;
  tries: number;
}

/** Events of notices that became secret wait until the secrecy ends. */
const isForSubscriber = () => sql<boolean>`(event.notice_id is null or ${canRead(SUBSCRIBER)})`;

/** Lists tests, and the first pending event of each notice, if it is due, so that later ones never overtake it. */
export async function listDueWebhookEvents(
  db: Connection,
  { subscriber, limit }: { subscriber: SubscriberId; limit: number },
): Promise<DueWebhookEvent[]> {
  const waits = sql`from webhook_event where state = 'pending' and ${ofSubscriber(subscriber)}`;
  const { rows } = await sql<DueWebhookEvent>`
    select event.place, event.id, event.notice_id as "noticeId", event.type, event.at, event.data, event.tries
    from (
      (select distinct on (notice_id) * ${waits} and type <> ${TEST_EVENT} order by notice_id, place)
      union all (select * ${waits} and type = ${TEST_EVENT})
    ) event
    left join notice on notice.id = event.notice_id
    where event.next_at <= now() and ${isForSubscriber()}
    order by event.place limit ${limit}`.execute(db);
  return rows;
}

export async function markWebhookDelivered(db: Connection, place: number): Promise<void> {
  await db
    .updateTable('webhook_event')
    .set((build) => ({
      state: 'delivered',
      tries: build('tries', '+', 1),
      delivered_at: new Date(),
      last_error: null,
    }))
    .where('place', '=', place)
    .execute();
}

/** Records a failed attempt; without `nextAt` the event is given up. */
export async function markWebhookFailed(
  db: Connection,
  { place, error, nextAt }: { place: number; error: string; nextAt: Date | null },
): Promise<void> {
  await db
    .updateTable('webhook_event')
    .set((build) => ({
      tries: build('tries', '+', 1),
      last_error: error,
      ...(nextAt === null ? { state: 'dead' as const } : { next_at: nextAt }),
    }))
    .where('place', '=', place)
    .execute();
}

/** Deletes events delivered before an instant, which can be read again from the audit log, and tests that failed. */
export async function forgetDelivered(db: Connection, before: Date): Promise<void> {
  await db.deleteFrom('webhook_event').where('state', '=', 'delivered').where('delivered_at', '<', before).execute();
  await db
    .deleteFrom('webhook_event')
    .where('state', '=', 'dead')
    .where('type', '=', TEST_EVENT)
    .where('at', '<', before)
    .execute();
}

export interface Undelivered {
  subscriber: SubscriberId;
  name: string | null;
  pending: number;
  dead: number;
  lastError: string | null;
}

export async function countUndelivered(db: Connection): Promise<Undelivered[]> {
  const { rows } = await sql<Undelivered>`
    select event.subscriber_id as subscriber, subscriber.name,
      count(*) filter (where event.state = 'pending')::integer as pending,
      count(*) filter (where event.state = 'dead')::integer as dead,
      (array_agg(event.last_error order by event.place desc) filter (where event.last_error is not null))[1] as "lastError"
    from webhook_event event
    left join notice on notice.id = event.notice_id
    left join webhook_subscriber subscriber on subscriber.id = event.subscriber_id
    where event.state <> 'delivered' and event.type <> ${TEST_EVENT} and ${isForSubscriber()}
    group by 1, 2`.execute(db);
  return rows;
}

export interface LastTest {
  subscriber: string;
  at: Date;
  state: WebhookState;
  error: string | null;
}

export async function listLastTests(db: Connection): Promise<LastTest[]> {
  const { rows } = await sql<LastTest>`
    select distinct on (subscriber_id) subscriber_id as subscriber, at, state, last_error as error
    from webhook_event where type = ${TEST_EVENT} order by subscriber_id, place desc`.execute(db);
  return rows;
}

export interface WebhookEventRow extends DueWebhookEvent {
  subscriber: { id: string; name: string } | null;
  number: string | null;
  state: WebhookState;
  next_at: Date;
  last_error: string | null;
  delivered_at: Date | null;
  secrecy_level: string | null;
}

interface WebhookQuestion {
  reader: Reader;
  state: WebhookState | undefined;
  subscriber: string | undefined;
}

function fromWebhookEvents({ reader, state, subscriber }: WebhookQuestion): RawBuilder<unknown> {
  const inState = state === undefined ? sql`true` : sql`event.state = ${state}`;
  const ofOne = subscriber === undefined ? sql`true` : ofSubscriber(subscriber);
  return sql`from webhook_event event
    left join notice on notice.id = event.notice_id
    left join webhook_subscriber subscriber on subscriber.id = event.subscriber_id
    where ${inState} and ${ofOne} and (event.notice_id is null or ${canRead(reader)})`;
}

export async function listWebhookEvents(
  db: Connection,
  { before, limit, ...question }: WebhookQuestion & { before: number | null; limit: number },
): Promise<WebhookEventRow[]> {
  const { rows } = await sql<WebhookEventRow>`
    select event.place, event.id, event.notice_id as "noticeId", notice.number, notice.secrecy_level, event.type, event.at,
      event.data, event.tries, event.state, event.next_at, event.last_error, event.delivered_at,
      case when subscriber.id is not null then jsonb_build_object('id', subscriber.id, 'name', subscriber.name) end as subscriber
    ${fromWebhookEvents(question)} and event.place < ${before ?? Number.MAX_SAFE_INTEGER}
    order by event.place desc limit ${limit}`.execute(db);
  return rows;
}

export async function countListedWebhookEvents(db: Connection, question: WebhookQuestion): Promise<number> {
  const { rows } = await sql<{
    total: number;
  }>`select count(*)::integer as total ${fromWebhookEvents(question)}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Events to send again: the given ones, all that were given up, or all since an instant. */
export type WebhookReplay = { ids: readonly string[] } | { state: 'dead' } | { since: Date };

function replayed(replay: WebhookReplay): RawBuilder<boolean> {
  if ('ids' in replay) return sql<boolean>`event.id = any (${[...replay.ids]}::uuid[])`;
  if ('since' in replay) return sql<boolean>`event.at >= ${replay.since}::timestamptz`;
  return sql<boolean>`event.state = 'dead'`;
}

/** Queues events again under their original ids and returns how many. */
export async function replayWebhookEvents(
  trx: Connection,
  { reader, replay, subscriber }: { reader: Reader; replay: WebhookReplay; subscriber: string | undefined },
): Promise<number> {
  const { rows } = await sql`
    update webhook_event set state = 'pending', tries = 0, next_at = now(), delivered_at = null
    where place in (
      select event.place from webhook_event event left join notice on notice.id = event.notice_id
      where event.state <> 'pending' and ${replayed(replay)} and ${subscriber === undefined ? sql`true` : ofSubscriber(subscriber)}
        and (event.notice_id is null or ${canRead(reader)}))
    returning place`.execute(trx);
  return rows.length;
}
