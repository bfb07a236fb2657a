import { sql } from 'kysely';
import type { LedgerCounts } from '../domain/ledger.js';
import type { Lane } from '../domain/lane.js';
import type { Connection } from './db.js';

/** Counts the targets of a notice and writes the counts to its row. Call it in the transaction that changed targets. */
export async function refreshLedger(trx: Connection, noticeId: string): Promise<LedgerCounts> {
  const { rows } = await sql<{ lane: Lane | null; status: string; count: number; skipped: number }>`
    select lane, status, count(*) as count, count(skip) as skipped from target where notice_id = ${noticeId}::uuid group by lane, status`.execute(
    trx,
  );
  const ledger: LedgerCounts = { targets: 0, undecided: 0, byLane: {}, applied: 0, failed: 0, restored: 0 };
  let givenUp = 0;
  for (const { lane, status, count, skipped } of rows) {
    ledger.targets += count;
    if (lane !== null) ledger.byLane[lane] = (ledger.byLane[lane] ?? 0) + count;
    if (status === 'undecided') ledger.undecided += count;
    if (status === 'applied' || status === 'failed' || status === 'restored') ledger[status] += count;
    if (status === 'failed') givenUp += skipped;
  }
  if (givenUp > 0) ledger.skipped = givenUp;
  await trx
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
