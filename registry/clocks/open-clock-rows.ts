import { sql } from 'kysely';
import type { ClockKind, ClockReceipt, ClockOwner, ClockBasis } from '../../domain/clocks/clock.js';
import type { Connection } from '../db.js';

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
  revision: number;
  receipt: ClockReceipt;
}

const BATCH = 500;

/**
 * Iterates over running and paused clocks of open notices by id, holding one batch in memory; `revision` limits it to
 * clocks of one rulebook revision.
 */
export async function* eachOpenClock(
  db: Connection,
  { revision }: { revision?: number | undefined } = {},
): AsyncGenerator<OpenClockRow> {
  const inRevision =
    revision === undefined
      ? sql`true`
      : sql`clock.id in (select clock_id from clock_move where clock_move.revision = ${revision} and clock_move.state = 'proposed')`;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<OpenClockRow>`
      select clock.id, clock.notice_id, notice.number, notice.secrecy_level, clock.kind, clock.owner, clock.basis,
        clock.starts_at, clock.due_at, clock.revision, clock.receipt
      from clock join notice on notice.id = clock.notice_id
      where clock.state in ('running', 'paused') and notice.stage <> 'closed' and clock.id > ${after}::uuid
        and ${inRevision}
      order by clock.id limit ${BATCH}`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.id;
  }
}

export async function hasOpenClock(db: Connection): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from clock where state in ('running', 'paused')) as open`.execute(db);
  return rows[0]?.open ?? false;
}
