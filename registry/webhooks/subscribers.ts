import type { EventFilter } from '../../domain/webhooks/webhook-event.js';
import type { Connection } from '../db.js';
import type { NoticeKeyRow } from '../notices/notice-keys.js';

const FILTER = ['types', 'alerts', 'laws', 'countries'] as const;

export interface StoredSubscriber extends EventFilter {
  id: string;
  name: string;
  url: string | null;
  paused_at: Date | null;
  created_at: Date;
  requested_url: string | null;
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

export async function requestAddress(
  trx: Connection,
  { id, url, change }: { id: string; url: string; change: string },
): Promise<void> {
  await trx
    .updateTable('webhook_subscriber')
    .set({ requested_url: url, change_id: change })
    .where('id', '=', id)
    .execute();
}

/** Returns whether the subscriber still waited for this change. */
export async function confirmAddress(trx: Connection, change: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('webhook_subscriber')
    .set((build) => ({ url: build.ref('requested_url'), requested_url: null, change_id: null }))
    .where('change_id', '=', change)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteSubscriber(trx: Connection, id: string): Promise<void> {
  await trx.deleteFrom('webhook_subscriber').where('id', '=', id).execute();
}

/** `from`: the key that has wrapped the former secret; undefined: whichever. */
export async function saveSecret(
  db: Connection,
  { id, secret, from }: { id: string; secret: NoticeKeyRow; from?: string },
): Promise<void> {
  const { wrappedBy: wrapped_by, wrapped } = secret;
  await db
    .updateTable('webhook_subscriber')
    .set({ wrapped_by, wrapped })
    .where('id', '=', id)
    .$if(from !== undefined, (update) => update.where('wrapped_by', '=', from ?? ''))
    .execute();
}

export async function listPreviousSecrets(
  db: Connection,
  wrappedBy: string,
): Promise<(NoticeKeyRow & { id: string })[]> {
  return db
    .selectFrom('webhook_subscriber')
    .select(['id', 'wrapped_by as wrappedBy', 'wrapped'])
    .where('wrapped_by', '<>', wrappedBy)
    .execute();
}
