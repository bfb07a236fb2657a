import { sql } from 'kysely';
import type { ClockKind, ClockReceipt, ClockOwner, ClockBasis } from '../../domain/clock/clock.js';
import type { Connection } from '../db.js';

/** An open clock with what is needed to compute it anew. */
export interface OpenClockRow {
  id: string;
  notice_id: string;
  number: string;
  secrecy_level: string;
  kind: ClockKind;
  owner: ClockOwner;
  basis: ClockBasis;
  starts_at: Date;
  due_at: Date | null;
  round: number;
  receipt: ClockReceipt;
}

/** Rows with receipts are large: so many are held at once. */
const BATCH = 500;

/** Clocks that run or are paused in open notices, by id, a batch in memory at a time; those of one revision only where asked. */
export async function* eachOpenClock(
  db: Connection,
  { revision }: { revision?: number | undefined } = {},
): AsyncGenerator<OpenClockRow> {
  const asked =
    revision === undefined
      ? sql`true`
      : sql`clock.id in (select clock_id from clock_move where clock_move.revision = ${revision} and clock_move.state = 'proposed')`;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<OpenClockRow>`
      select clock.id, clock.notice_id, notice.number, notice.secrecy_level, clock.kind, clock.owner, clock.basis,
        clock.starts_at, clock.due_at, clock.round, clock.receipt
      from clock join notice on notice.id = clock.notice_id
      where clock.state in ('running', 'paused') and notice.stage <> 'closed' and clock.id > ${after}::uuid
        and ${asked}
      order by clock.id limit ${BATCH}`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.id;
  }
}

/** Whether any clock is open at all. */
export async function hasOpenClock(db: Connection): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from clock where state in ('running', 'paused')) as open`.execute(db);
  return rows[0]?.open ?? false;
}
