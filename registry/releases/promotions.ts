import type { InferResult, Insertable } from 'kysely';
import type { Connection } from '../db.js';
import type { ReleasePromotionTable } from './tables.js';

function openRequests(db: Connection, at: Date) {
  return db
    .selectFrom('release_promotion')
    .innerJoin('person', 'person.id', 'release_promotion.requested_by')
    .select([
      'release_promotion.id',
      'build',
      'reason',
      'requested_by as by',
      'person.name as byName',
      'expires_at as expiresAt',
    ])
    .where('confirmed_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('requested_at', 'desc');
}

export type PromotionRequest = InferResult<ReturnType<typeof openRequests>>[number];

export async function listPromotionRequests(db: Connection, at: Date): Promise<PromotionRequest[]> {
  return openRequests(db, at).execute();
}

export async function lockPromotionRequest(
  trx: Connection,
  { build, at }: { build: string; at: Date },
): Promise<PromotionRequest | undefined> {
  return openRequests(trx, at).where('build', '=', build).limit(1).forUpdate('release_promotion').executeTakeFirst();
}

export async function insertPromotionRequest(
  trx: Connection,
  request: Insertable<ReleasePromotionTable>,
): Promise<void> {
  await trx.insertInto('release_promotion').values(request).execute();
}

export async function markPromotionConfirmed(
  trx: Connection,
  { id, by, at }: { id: string; by: string; at: Date },
): Promise<void> {
  await trx.updateTable('release_promotion').set({ confirmed_by: by, confirmed_at: at }).where('id', '=', id).execute();
}
