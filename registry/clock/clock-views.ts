import { sql, type Selectable } from 'kysely';
import type { ClockKind } from '../../domain/clock/clock.js';
import type { Connection } from '../db.js';
import type { ClockMoveTable, ClockTable } from './tables.js';

export type ClockRow = Omit<Selectable<ClockTable>, 'notice_id' | 'paused_at' | 'entered_by' | 'next_action_at'>;

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
  'form',
  'round',
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

/** One clock of a notice. */
export async function findClock(
  db: Connection,
  { noticeId, clockId }: { noticeId: string; clockId: string },
): Promise<ClockRow | undefined> {
  return db
    .selectFrom('clock')
    .select(COLUMNS)
    .where('notice_id', '=', noticeId)
    .where('id', '=', clockId)
    .executeTakeFirst();
}

/** Running clocks of ours of a kind that their rule lets stop. */
export async function listPausable(
  db: Connection,
  { noticeId, kind }: { noticeId: string; kind: ClockKind },
): Promise<ClockRow[]> {
  return db
    .selectFrom('clock')
    .select(COLUMNS)
    .where('notice_id', '=', noticeId)
    .where('kind', '=', kind)
    .where('owner', '=', 'us')
    .where('state', '=', 'running')
    .where('may_pause', '=', true)
    .orderBy('position')
    .execute();
}

/** How many clocks a notice has had. */
export async function countClocks(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('clock')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return total;
}

export type MoveRow = Pick<
  Selectable<ClockMoveTable>,
  'clock_id' | 'cause' | 'revision' | 'from_due' | 'to_due' | 'reason' | 'authority_reference' | 'by_name' | 'made_at'
>;

/** Why the dues of a notice's clocks moved, oldest first. */
export async function listMoves(db: Connection, noticeId: string): Promise<MoveRow[]> {
  return db
    .selectFrom('clock_move')
    .select([
      'clock_id',
      'cause',
      'revision',
      'from_due',
      'to_due',
      'reason',
      'authority_reference',
      'by_name',
      'made_at',
    ])
    .where('notice_id', '=', noticeId)
    .where('state', '=', 'made')
    .orderBy('made_at')
    .orderBy('id')
    .execute();
}
