import type { Selectable } from 'kysely';
import type { Connection } from '../db.js';
import type { AuditCheckpointTable } from './tables.js';

export type KeptCheckpoint = Selectable<AuditCheckpointTable>;

export async function findOrigin(db: Connection): Promise<string> {
  const { origin } = await db.selectFrom('audit_log').select('origin').executeTakeFirstOrThrow();
  return origin;
}

export async function findLastCheckpoint(db: Connection): Promise<KeptCheckpoint | undefined> {
  return db.selectFrom('audit_checkpoint').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
}

export async function insertCheckpoint(
  trx: Connection,
  checkpoint: Omit<KeptCheckpoint, 'id'>,
): Promise<KeptCheckpoint> {
  return trx.insertInto('audit_checkpoint').values(checkpoint).returningAll().executeTakeFirstOrThrow();
}

export async function listCheckpointsAfter(
  db: Connection,
  { after, limit }: { after: number; limit: number },
): Promise<KeptCheckpoint[]> {
  return db.selectFrom('audit_checkpoint').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute();
}

export async function listCheckpointKeys(db: Connection): Promise<{ public_key: string; since: Date; until: Date }[]> {
  return db
    .selectFrom('audit_checkpoint')
    .select(({ fn }) => ['public_key', fn.min('made_at').as('since'), fn.max('made_at').as('until')])
    .groupBy('public_key')
    .execute();
}
