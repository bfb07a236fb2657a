import { sql, type Selectable } from 'kysely';
import type { Connection } from './db.js';
import type { ClockTable } from './tables.js';

export type ClockRow = Omit<Selectable<ClockTable>, 'notice_id' | 'paused_at' | 'entered_by'>;

const COLUMNS = [
  'id',
  'position',
  'kind',
  'owner',
  'basis',
  'state',
  'starts_at',
  'due_at',
  'met_at',
  'confirmed',
  'may_pause',
  'may_extend',
  'ladder',
  'receipt',
] as const;

/** Clocks of a notice in the order they were started, after a place and id. */
export async function listClocks(
  db: Connection,
  { noticeId, after, limit }: { noticeId: string; after: { position: number; id: string } | null; limit: number },
): Promise<ClockRow[]> {
  let query = db.selectFrom('clock').select(COLUMNS).where('notice_id', '=', noticeId);
  if (after !== null) query = query.where(sql<boolean>`(position, id) > (${after.position}::int, ${after.id}::uuid)`);
  return query.orderBy('position').orderBy('id').limit(limit).execute();
}

export async function countClocks(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('clock')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return total;
}
