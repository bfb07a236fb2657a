import { sql } from 'kysely';
import type { LedgerCounts } from '../../domain/targets/ledger.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { TargetStatus } from '../../domain/targets/target.js';
import { ask, question, type Question } from '../ask.js';
import { inTransaction, type Connection } from '../db.js';

export interface DraftCount {
  action: DecisionAction | null;
  status: TargetStatus;
  count: number;
}

/** Counts a notice's targets by action and status from stored counters, without reading targets. */
export function countDrafts(db: Connection, noticeId: string): Promise<DraftCount[]> {
  return ask(db, queryStatusCounts(noticeId));
}

export function queryStatusCounts(noticeId: string): Question<DraftCount[]> {
  const select = sql<DraftCount>`
    select action, status, sum(count) as count from ledger_count
    where notice_id = ${noticeId}::uuid group by action, status having sum(count) <> 0`;
  return question({ select, instants: {}, read: (rows) => rows });
}

export function draftsByAction(draftCounts: readonly DraftCount[]): Partial<Record<DecisionAction, number>> {
  const byAction: Partial<Record<DecisionAction, number>> = {};
  for (const { action, status, count } of draftCounts)
    if (action !== null && status === 'drafted') byAction[action] = (byAction[action] ?? 0) + count;
  return byAction;
}

/** Writes a notice's target counts to its row. Call it in the transaction that changed targets, or after it. */
export function refreshLedger(db: Connection, noticeId: string): Promise<LedgerCounts> {
  return inTransaction(db, (trx) => refresh(trx, noticeId));
}

async function refresh(db: Connection, noticeId: string): Promise<LedgerCounts> {
  // Locks the row first, so that of two concurrent refreshes the later sees everything the earlier saw.
  await sql`select from notice where id = ${noticeId}::uuid for no key update`.execute(db);
  const ledger = toLedger(await countDrafts(db, noticeId));
  const skipped = ledger.failed === 0 ? 0 : await countSkipped(db, noticeId);
  if (skipped > 0) ledger.skipped = skipped;
  await db
    .updateTable('notice')
    .set({
      targets: ledger.targets,
      undecided: ledger.undecided,
      by_action: JSON.stringify(ledger.byAction),
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

function toLedger(draftCounts: readonly DraftCount[]): LedgerCounts {
  const ledger: LedgerCounts = { targets: 0, undecided: 0, byAction: {}, applied: 0, failed: 0, restored: 0 };
  for (const { action, status, count } of draftCounts) {
    ledger.targets += count;
    if (action !== null) ledger.byAction[action] = (ledger.byAction[action] ?? 0) + count;
    if (status === 'undecided') ledger.undecided += count;
    if (status === 'applied' || status === 'failed' || status === 'restored') ledger[status] += count;
  }
  return ledger;
}
