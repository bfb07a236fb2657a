import type { ChangeContent } from '../../domain/changes/change.js';
import type { EventFilter } from '../../domain/webhooks/webhook-event.js';
import type { Connection } from '../db.js';
import type { NoticeKeyRow } from '../notices/notice-keys.js';

const FILTER = ['types', 'alerts', 'laws', 'countries'] as const;
const NOTHING_REQUESTED = {
  requested_url: null,
  requested_wrapped: null,
  requested_wrapped_by: null,
  change_id: null,
} as const;

export interface StoredSubscriber extends EventFilter {
  id: string;
  name: string;
  url: string | null;
  paused_at: Date | null;
  created_at: Date;
  requested_url: string | null;
  content: ChangeContent | null;
  /** Null once decided or expired. */
  change: string | null;
}

function selectSubscribers(db: Connection) {
  return db
    .selectFrom('webhook_subscriber')
    .leftJoin('change', (join) =>
      join.onRef('change.id', '=', 'webhook_subscriber.change_id').on('change.state', '=', 'pending'),
    )
    .select([
      'webhook_subscriber.id',
      'webhook_subscriber.name',
      'webhook_subscriber.url',
      'webhook_subscriber.requested_url',
      'webhook_subscriber.paused_at',
      'webhook_subscriber.created_at',
      'change.id as change',
      'change.content',
      ...FILTER,
    ]);
}

export async function listSubscribers(db: Connection): Promise<StoredSubscriber[]> {
  return selectSubscribers(db).orderBy('webhook_subscriber.name').execute();
}

export async function findSubscriber(db: Connection, id: string): Promise<StoredSubscriber | undefined> {
  return selectSubscribers(db).where('webhook_subscriber.id', '=', id).executeTakeFirst();
}

/** Locks one subscriber; two requests for its address would otherwise both wait. */
export async function lockSubscriber(trx: Connection, id: string): Promise<void> {
  await trx.selectFrom('webhook_subscriber').select('id').where('id', '=', id).forUpdate().execute();
}

export interface ReceivingSubscriber extends EventFilter, NoticeKeyRow {
  id: string;
  url: string;
}

export async function listReceiving(db: Connection): Promise<ReceivingSubscriber[]> {
  return db
    .selectFrom('webhook_subscriber')
    .select(['id', 'url', 'wrapped_by as wrappedBy', 'wrapped', ...FILTER])
    .where('url', 'is not', null)
    .where('paused_at', 'is', null)
    .$narrowType<{ url: string }>()
    .execute();
}

export async function insertSubscriber(
  trx: Connection,
  { id, name, filter, secret, at }: { id: string; name: string; filter: EventFilter; secret: NoticeKeyRow; at: Date },
): Promise<void> {
  const { wrappedBy: wrapped_by, wrapped } = secret;
  await trx
    .insertInto('webhook_subscriber')
    .values({ id, name, ...filter, wrapped_by, wrapped, created_at: at })
    .execute();
}

export async function updateSubscriber(
  trx: Connection,
  { id, ...set }: { id: string } & Partial<EventFilter> & { name?: string; paused_at?: Date | null },
): Promise<void> {
  if (Object.keys(set).length > 0) await trx.updateTable('webhook_subscriber').set(set).where('id', '=', id).execute();
}

/** Stores what waits for `change`. An earlier request of this subscriber can no longer be confirmed. */
export async function requestOfSubscriber(
  trx: Connection,
  { id, change, url = null, secret }: { id: string; change: string; url?: string | null; secret?: NoticeKeyRow },
): Promise<void> {
  const wrapped = { requested_wrapped: secret?.wrapped ?? null, requested_wrapped_by: secret?.wrappedBy ?? null };
  await trx
    .updateTable('webhook_subscriber')
    .set({ requested_url: url, ...wrapped, change_id: change })
    .where('id', '=', id)
    .execute();
}

/** Applies what waits for `change`. Returns whether the subscriber still waited for it. */
export async function applyRequested(
  trx: Connection,
  { change, filter }: { change: string; filter: Partial<EventFilter> },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('webhook_subscriber')
    .set(({ fn, ref }) => ({
      ...filter,
      url: fn.coalesce('requested_url', 'url'),
      wrapped: fn.coalesce('requested_wrapped', ref('wrapped')),
      wrapped_by: fn.coalesce('requested_wrapped_by', ref('wrapped_by')),
      ...NOTHING_REQUESTED,
    }))
    .where('change_id', '=', change)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteSubscriber(trx: Connection, id: string): Promise<void> {
  await trx.deleteFrom('webhook_subscriber').where('id', '=', id).execute();
}

/** Stores a secret under another wrapping key, present or requested, unless it was replaced since. */
export async function rewrapSecret(
  db: Connection,
  { id, from, to }: { id: string; from: Buffer; to: NoticeKeyRow },
): Promise<void> {
  const ofSubscriber = () => db.updateTable('webhook_subscriber').where('id', '=', id);
  await ofSubscriber().set({ wrapped: to.wrapped, wrapped_by: to.wrappedBy }).where('wrapped', '=', from).execute();
  await ofSubscriber()
    .set({ requested_wrapped: to.wrapped, requested_wrapped_by: to.wrappedBy })
    .where('requested_wrapped', '=', from)
    .execute();
}

/** Lists secrets, present and requested, that another key than `wrappedBy` has wrapped. */
export async function listPreviousSecrets(
  db: Connection,
  wrappedBy: string,
): Promise<(NoticeKeyRow & { id: string })[]> {
  const requested = db
    .selectFrom('webhook_subscriber')
    .select(['id', 'requested_wrapped_by as wrappedBy', 'requested_wrapped as wrapped'])
    .where('requested_wrapped_by', '<>', wrappedBy)
    .$narrowType<{ wrappedBy: string; wrapped: Buffer }>();
  return db
    .selectFrom('webhook_subscriber')
    .select(['id', 'wrapped_by as wrappedBy', 'wrapped'])
    .where('wrapped_by', '<>', wrappedBy)
    .unionAll(requested)
    .execute();
}
