import { sql, type Selectable } from 'kysely';
import type { ClockKind } from '../../domain/clock/clock.js';
import type { Connection } from '../db.js';
import { actions, actorShown } from '../notice/audit-sql.js';
import { mayKnow } from '../notice/secrecy.js';
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
  'ladder',
  'receipt',
  'form',
  'round',
  'pending_extension',
] as const;

/** Hides a clock that the workflow has not started yet. A worker of the previous release leaves `proposed` unchanged. */
const isStarted = sql<boolean>`not (proposed and state = 'cancelled')`;

/** Clocks of a notice in the order they were started, after a place and id. */
export async function listClocks(
  db: Connection,
  { noticeId, after, limit }: { noticeId: string; after: { position: number; id: string } | null; limit: number },
): Promise<ClockRow[]> {
  let query = db.selectFrom('clock').select(COLUMNS).where('notice_id', '=', noticeId).where(isStarted);
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
    .where(isStarted)
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

/** Whether a clock of a notice still runs that one of these laws made. */
export async function hasClockOf(
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

/** Whether our clock to inform the authority had been met before an instant. */
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

/** How many clocks of a notice there are to list. */
export async function countClocks(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('clock')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .where(isStarted)
    .executeTakeFirstOrThrow();
  return total;
}

/** How many rows of clocks a notice has, those that wait for the workflow among them. */
export async function countClockRows(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('clock')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return total;
}

export type MoveRow = Pick<
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
  /** The notice that was the authority's paper, as far as the reader may know of it. */
  paper: { notice: string; number: string } | null;
  /** Name of whoever confirmed it; null where nobody had to. */
  confirmed_by_name: string | null;
};

/** Why the dues of a notice's clocks moved, oldest first; a paper that the reader may not know of is left out. */
async function listMoves(
  db: Connection,
  { noticeId, reader }: { noticeId: string; reader: Reader },
): Promise<MoveRow[]> {
  const { rows } = await sql<MoveRow>`
    select clock_id, cause, revision, from_due, to_due, reason, authority_reference, document, by_name, made_at, (
        select jsonb_build_object('notice', other.id, 'number', other.number) from notice other
        where other.id = clock_move.paper_notice and ${mayKnow(reader, 'other')}
      ) as paper, (
        select ${actorShown('entry')} from audit_entry entry
        where entry.notice_id = clock_move.notice_id and entry.action = ${actions('confirm_deadline')}
          and entry.detail ->> 'move' = clock_move.id::text
        limit 1
      ) as confirmed_by_name
    from clock_move where notice_id = ${noticeId}::uuid and state = 'made'
    order by made_at, id`.execute(db);
  return rows;
}

/** What is shown beside a notice's clocks: why they moved, and which papers of other notices the reader may know of. */
export interface BesideClocks {
  moves: MoveRow[];
  known: ReadonlySet<string>;
}

export async function readBesideClocks(
  db: Connection,
  { noticeId, reader }: { noticeId: string; reader: Reader },
): Promise<BesideClocks> {
  const { rows } = await sql<{ id: string }>`
    select other.id from clock join notice other on other.id = (clock.pending_extension -> 'paper' ->> 'notice')::uuid
    where clock.notice_id = ${noticeId}::uuid and ${mayKnow(reader, 'other')}`.execute(db);
  return { moves: await listMoves(db, { noticeId, reader }), known: new Set(rows.map(({ id }) => id)) };
}
