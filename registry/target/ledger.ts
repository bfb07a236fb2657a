import { sql } from 'kysely';
import type { LedgerCounts } from '../../domain/target/ledger.js';
import type { Lane } from '../../domain/target/lane.js';
import type { TargetStatus } from '../../domain/target/target.js';
import { ask, question, type Question } from '../ask.js';
import { inTransaction, type Connection } from '../db.js';

export interface StandingCount {
  lane: Lane | null;
  status: TargetStatus;
  count: number;
}

/** Counts a notice's targets by action and status from stored counters, without reading targets. */
export function countStandings(db: Connection, noticeId: string): Promise<StandingCount[]> {
  return ask(db, queryStatusCounts(noticeId));
}

export function queryStatusCounts(noticeId: string): Question<StandingCount[]> {
  const select = sql<StandingCount>`
    select lane, status, sum(count) as count from ledger_count
    where notice_id = ${noticeId}::uuid group by lane, status having sum(count) <> 0`;
  return question({ select, instants: {}, read: (rows) => rows });
}

export function draftsByLane(standings: readonly StandingCount[]): Partial<Record<Lane, number>> {
  const byLane: Partial<Record<Lane, number>> = {};
  for (const { lane, status, count } of standings)
    if (lane !== null && status === 'drafted') byLane[lane] = (byLane[lane] ?? 0) + count;
  return byLane;
}

/** Writes a notice's target counts to its row. Call it in the transaction that changed targets, or after it. */
export function refreshLedger(db: Connection, noticeId: string): Promise<LedgerCounts> {
  return inTransaction(db, (trx) => refresh(trx, noticeId));
}

async function refresh(db: Connection, noticeId: string): Promise<LedgerCounts> {
  // Locks the row first, so that of two concurrent refreshes the later sees everything the earlier saw.
  await sql`select from notice where id = ${noticeId}::uuid for no key update`.execute(db);
  const ledger = toLedger(await countStandings(db, noticeId));
  const skipped = ledger.failed === 0 ? 0 : await countSkipped(db, noticeId);
  if (skipped > 0) ledger.skipped = skipped;
  await db
    .updateTable('notice')
    .set({
      targets: ledger.targets,
      undecided: ledger.undecided,
      by_lane: JSON.stringify(ledger.byLane),
      applied: ledger.applied,
      failed: ledger.failed,
      restored: ledger.restored,
    })
    .where('id', '=', noticeId)
    .execute();
  return ledger;
}

/** Counts a notice's targets row by row, to verify the stored counters before figures leave the desk. */
export async function countTargetRows(db: Connection, noticeId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from target where notice_id = ${noticeId}::uuid`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Counts failed targets that were skipped. People skip them one by one, so there are few. */
export async function countSkipped(db: Connection, noticeId: string): Promise<number> {
  const { rows } = await sql<{ skipped: number }>`
    select count(*) as skipped from target
    where notice_id = ${noticeId}::uuid and skip is not null and status = 'failed'`.execute(db);
  return rows[0]?.skipped ?? 0;
}

function toLedger(standings: readonly StandingCount[]): LedgerCounts {
  const ledger: LedgerCounts = { targets: 0, undecided: 0, byLane: {}, applied: 0, failed: 0, restored: 0 };
  for (const { lane, status, count } of standings) {
    ledger.targets += count;
    if (lane !== null) ledger.byLane[lane] = (ledger.byLane[lane] ?? 0) + count;
    if (status === 'undecided') ledger.undecided += count;
    if (status === 'applied' || status === 'failed' || status === 'restored') ledger[status] += count;
  }
  return ledger;
}
