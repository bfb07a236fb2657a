import { sql, type Selectable } from 'kysely';
import type { ClockKind } from '../../domain/clocks/clock.js';
import type { Connection } from '../db.js';
import { actions, actorShown } from '../notices/audit-sql.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import type { ClockMoveTable, ClockTable } from './tables.js';

export type ClockRow = Omit<Selectable<ClockTable>, 'notice_id' | 'entered_by' | 'next_action_at' | 'proposed'>;

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
  'paused_at',
  'confirmed',
  'may_pause',
  'may_extend',
  'escalation',
  'receipt',
  'form',
  'revision',
  'pending_extension',
] as const;

const isStarted = sql<boolean>`not (proposed and state = 'cancelled')`;

export async function listClocks(
  db: Connection,
  { noticeId, after, limit }: { noticeId: string; after: { position: number; id: string } | null; limit: number },
): Promise<ClockRow[]> {
  let query = db.selectFrom('clock').select(COLUMNS).where('notice_id', '=', noticeId).where(isStarted);
  if (after !== null) query = query.where(sql<boolean>`(position, id) > (${after.position}::int, ${after.id}::uuid)`);
  return query.orderBy('position').orderBy('id').limit(limit).execute();
}

export async function findClock(
  db: Connection,
  { noticeId, clockId }: { noticeId: string; clockId: string },
): Promise<ClockRow | undefined> {
  return db
    .selectFrom('clock')
    .select(COLUMNS)
    .where('notice_id', '=', noticeId)
    .where('id', '=', clockId)
    .where(isStarted)
    .executeTakeFirst();
}

export async function listAcknowledged(
  db: Connection,
  noticeId: string,
): Promise<{ kind: ClockKind; metAtMs: number | null }[]> {
  const rows = await db
    .selectFrom('clock')
    .select(['kind', 'met_at'])
    .where('notice_id', '=', noticeId)
    .where('kind', '=', 'acknowledge')
    .execute();
  return rows.map(({ kind, met_at: at }) => ({ kind, metAtMs: at?.getTime() ?? null }));
}

/** Lists our running clocks of a kind whose rule allows a pause. */
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

export async function hasRunningClock(
  db: Connection,
  { noticeId, laws }: { noticeId: string; laws: readonly string[] },
): Promise<boolean> {
  const row = await db
    .selectFrom('clock')
    .select('id')
    .where('notice_id', '=', noticeId)
    .where('state', 'in', ['running', 'paused'])
    .where(sql<boolean>`receipt #>> '{regime,id}' = any (${[...laws]}::text[])`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function wasInformed(
  db: Connection,
  { noticeId, before }: { noticeId: string; before: Date },
): Promise<boolean> {
  const row = await db
    .selectFrom('clock')
    .select('id')
    .where('notice_id', '=', noticeId)
    .where('kind', '=', 'inform')
    .where('owner', '=', 'us')
    .where('met_at', '<', before)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countClocks(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('clock')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .where(isStarted)
    .executeTakeFirstOrThrow();
  return total;
}

/** Counts all clock rows of a notice, including those the workflow has not started yet. */
export async function countClockRows(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('clock')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return total;
}

export type ClockMoveRow = Pick<
  Selectable<ClockMoveTable>,
  | 'clock_id'
  | 'cause'
  | 'revision'
  | 'from_due'
  | 'to_due'
  | 'reason'
  | 'authority_reference'
  | 'document'
  | 'by_name'
  | 'made_at'
> & {
  /** The notice behind the move; null if the reader has no access to it. */
  document_notice: { notice: string; number: string } | null;
  confirmed_by_name: string | null;
};

async function listMoves(
  db: Connection,
  { noticeId, reader }: { noticeId: string; reader: Reader },
): Promise<ClockMoveRow[]> {
  const { rows } = await sql<ClockMoveRow>`
    select clock_id, cause, revision, from_due, to_due, reason, authority_reference, document, by_name, made_at, (
        select jsonb_build_object('notice', other.id, 'number', other.number) from notice other
        where other.id = clock_move.document_notice and ${canRead(reader, 'other')}
      ) as document_notice, (
        select ${actorShown('entry')} from audit_entry entry
        where entry.notice_id = clock_move.notice_id and entry.action = ${actions('confirm_deadline')}
          and entry.detail ->> 'move' = clock_move.id::text
        limit 1
      ) as confirmed_by_name
    from clock_move where notice_id = ${noticeId}::uuid and state = 'made'
    order by made_at, id`.execute(db);
  return rows;
}

/** What is shown beside a notice's clocks: their moves, and the linked notices the reader can access. */
export interface BesideClocks {
  moves: ClockMoveRow[];
  known: ReadonlySet<string>;
}

export async function readBesideClocks(
  db: Connection,
  { noticeId, reader }: { noticeId: string; reader: Reader },
): Promise<BesideClocks> {
  const { rows } = await sql<{ id: string }>`
    select other.id from clock join notice other on other.id = (clock.pending_extension -> 'document' ->> 'notice')::uuid
    where clock.notice_id = ${noticeId}::uuid and ${canRead(reader, 'other')}`.execute(db);
  return { moves: await listMoves(db, { noticeId, reader }), known: new Set(rows.map(({ id }) => id)) };
}
