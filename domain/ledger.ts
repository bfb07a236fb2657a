import type { Lane } from './lane.js';
import type { Outcome } from './notice.js';

/** What the target ledger says of one notice, counted. `byLane` keeps decisions as approved, also after a restoration. */
export interface LedgerCounts {
  targets: number;
  undecided: number;
  byLane: Partial<Record<Lane, number>>;
  applied: number;
  failed: number;
  restored: number;
  /** Of the failed ones, those given up with a reason. Absent: none. */
  skipped?: number;
}

export const EMPTY_LEDGER: LedgerCounts = { targets: 0, undecided: 0, byLane: {}, applied: 0, failed: 0, restored: 0 };

/** The outward outcome, derived from the ledger and never entered by hand. null while there is nothing to say. */
export function deriveOutcome(ledger: LedgerCounts): Outcome | null {
  const { targets, byLane, undecided } = ledger;
  if (targets === 0 || undecided === targets) return null;
  const done = ledger.applied + ledger.restored + (byLane.already_actioned ?? 0) + (byLane.disclose ?? 0);
  if (done === targets) return 'complied';
  if (done > 0) return 'partly_complied';
  return (byLane.push_back ?? 0) > 0 ? 'refused' : 'unable';
}
