import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { ClockKind, ClockReceipt, EscalationLevel } from '../../domain/clocks/clock.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import type { RulebookRevisionTable } from './tables.js';

export type RevisionRow = Selectable<RulebookRevisionTable> & {
  proposed_by_name: string;
  decided_by_name: string | null;
};

const BATCH = 500;

const revisions = sql`
  select revision.number, revision.edition, revision.state, revision.digest, revision.clocks, revision.reason,
    revision.proposed_by, proposer.name as proposed_by_name, revision.proposed_at,
    revision.decided_by, decider.name as decided_by_name, revision.decided_at
  from rulebook_revision as revision
  join person as proposer on proposer.id = revision.proposed_by
  left join person as decider on decider.id = revision.decided_by`;

export async function findRevision(db: Connection, number: number): Promise<RevisionRow | undefined> {
  const { rows } = await sql<RevisionRow>`${revisions} where revision.number = ${number}`.execute(db);
  return rows[0];
}

export async function lockRevision(trx: Connection, number: number): Promise<RevisionRow | undefined> {
  const { rows } = await sql<RevisionRow>`
    ${revisions} where revision.number = ${number} for update of revision`.execute(trx);
  return rows[0];
}

export async function findProposedRevision(db: Connection): Promise<RevisionRow | undefined> {
  const { rows } = await sql<RevisionRow>`${revisions} where revision.state = 'proposed'`.execute(db);
  return rows[0];
}

export async function listRevisions(
  db: Connection,
  { before, limit }: { before: number | null; limit: number },
): Promise<RevisionRow[]> {
  const older = before === null ? sql`true` : sql`revision.number < ${before}`;
  const { rows } = await sql<RevisionRow>`
    ${revisions} where ${older} order by revision.number desc limit ${limit}`.execute(db);
  return rows;
}

export async function countRevisions(db: Connection): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from rulebook_revision`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Proposes a revision; undefined if another one awaits its decision. */
export async function insertRevision(
  trx: Connection,
  revision: { edition: number; digest: string; clocks: number; reason: string; by: string; at: Date },
): Promise<number | undefined> {
  const { edition, digest, clocks, reason, by, at } = revision;
  const { rows } = await sql<{ number: number }>`
    insert into rulebook_revision (edition, digest, clocks, reason, proposed_by, proposed_at)
    values (${edition}, ${digest}, ${clocks}, ${reason}, ${by}::uuid, ${at})
    on conflict (state) where state = 'proposed' do nothing returning number`.execute(trx);
  return rows[0]?.number;
}

export async function decideRevision(
  trx: Connection,
  { number, state, by, at }: { number: number; state: 'approved' | 'withdrawn'; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('rulebook_revision')
    .set({ state, decided_by: by, decided_at: at })
    .where('number', '=', number)
    .execute();
}

export interface RevisionMove {
  id: string;
  notice: string;
  clock: string;
  from: Date | null;
  to: Date | null;
  receipt: ClockReceipt;
}

/** Stores the moves of a revision. They take effect only after its approval, when the clock's workflow accepts them. */
export async function insertMoves(
  trx: Connection,
  {
    revision,
    moves,
    reason,
    by,
  }: { revision: number; moves: readonly RevisionMove[]; reason: string; by: { id: string; name: string } },
): Promise<void> {
  for (const batch of splitBatches(moves)) {
    await sql`
      insert into clock_move (id, notice_id, clock_id, cause, revision, from_due, to_due, reason, by_id, by_name, receipt)
      select id, notice, clock, 'revision', ${revision}::int, "from", "to", ${reason}::text, ${by.id}::text, ${by.name}::text, receipt
      from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb)
        as move (id uuid, notice uuid, clock uuid, "from" timestamptz, "to" timestamptz, receipt jsonb)`.execute(trx);
  }
}

function* splitBatches<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH);
}

export async function listProposedMoves(
  trx: Connection,
  revision: number,
): Promise<{ id: string; notice_id: string; clock_id: string; from_due: Date | null; to_due: Date | null }[]> {
  return trx
    .selectFrom('clock_move')
    .select(['id', 'notice_id', 'clock_id', 'from_due', 'to_due'])
    .where('revision', '=', revision)
    .where('state', '=', 'proposed')
    .orderBy('id')
    .execute();
}

/** Refuses pending moves of a revision, all or some: it was withdrawn, or the clocks moved or ended meanwhile. */
export async function refuseMoves(
  trx: Connection,
  { revision, ids }: { revision: number; ids?: readonly string[] },
): Promise<void> {
  const some = ids === undefined ? sql`true` : sql`id = any (${ids}::uuid[])`;
  await sql`
    update clock_move set state = 'refused' where revision = ${revision} and state = 'proposed' and ${some}`.execute(
    trx,
  );
}

/** The command for an approved move. The workflow refuses it if the clock's revision has changed since. */
export interface MoveCommand {
  notice: string;
  body: {
    move: string;
    clock: string;
    revision: number;
    dueAtMs: number | null;
    escalation: EscalationLevel[];
    rulebookRevision: number;
    reason: string;
  };
}

export async function sendMoves(trx: Connection, commands: readonly MoveCommand[]): Promise<void> {
  for (const batch of splitBatches(commands)) {
    const rows = batch.map(({ notice, body }) => ({ notice, payload: { name: 'move_clock', body } }));
    await sql`
      insert into outbox (notice_id, kind, payload)
      select notice, 'command', payload
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as command (notice uuid, payload jsonb)`.execute(trx);
  }
}

export interface RevisionMoveRow {
  id: string;
  notice_id: string;
  number: string;
  secrecy_level: string;
  clock_id: string;
  kind: ClockKind;
  from_due: Date | null;
  to_due: Date | null;
  state: 'proposed' | 'made' | 'refused';
}

function ofRevision(revision: number): RawBuilder<unknown> {
  return sql`
    from clock_move as move join notice on notice.id = move.notice_id join clock on clock.id = move.clock_id
    where move.revision = ${revision}`;
}

export async function listMoves(
  db: Connection,
  { revision, reader, after, limit }: { revision: number; reader: Reader; after: string | null; limit: number },
): Promise<RevisionMoveRow[]> {
  const later = after === null ? sql`true` : sql`move.id > ${after}::uuid`;
  const { rows } = await sql<RevisionMoveRow>`
    select move.id, move.notice_id, notice.number, notice.secrecy_level, move.clock_id, clock.kind, move.from_due,
      move.to_due, move.state
    ${ofRevision(revision)} and ${canRead(reader)} and ${later}
    order by move.id limit ${limit}`.execute(db);
  return rows;
}

export interface MoveCounts {
  proposed: number;
  made: number;
  refused: number;
}

export async function countMoves(
  db: Connection,
  { revision, reader }: { revision: number; reader: Reader },
): Promise<MoveCounts> {
  const counted = (state: string) => sql`count(*) filter (where move.state = ${sql.lit(state)})`;
  const { rows } = await sql<MoveCounts>`
    select ${counted('proposed')} as proposed, ${counted('made')} as made, ${counted('refused')} as refused
    ${ofRevision(revision)} and ${canRead(reader)}`.execute(db);
  return rows[0] ?? { proposed: 0, made: 0, refused: 0 };
}

export async function listKnown(
  db: Connection,
  { notices, reader }: { notices: readonly string[]; reader: Reader },
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from notice where id = any (${notices}::uuid[]) and ${canRead(reader)}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Counts revisions approved in the last day whose moves are all made or refused. A changed count means that dues must
 * be compared again.
 */
export async function countSettledRevisions(db: Connection): Promise<number> {
  const { rows } = await sql<{ settled: number }>`
    select count(*) as settled from rulebook_revision as revision
    where state = 'approved' and decided_at > now() - interval '1 day' and not exists (
      select from clock_move where clock_move.revision = revision.number and clock_move.state = 'proposed')`.execute(
    db,
  );
  return rows[0]?.settled ?? 0;
}
