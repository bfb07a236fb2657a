import { LANE_TABLE, LANES, type Lane } from './lane.js';
import type { Outcome } from '../notice/notice.js';

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

/**
 * The outward outcome, derived from the ledger and never entered by hand. null while there is nothing to say: nothing is
 * decided, or nothing but a question has been put. What was restored is no longer done.
 */
export function deriveOutcome(ledger: LedgerCounts): Outcome | null {
  const { targets, byLane, undecided, restored } = ledger;
  if (targets === 0 || undecided === targets) return null;
  const done = ledger.applied + countThat(byLane, 'done');
  if (done === targets) return 'complied';
  if (done > 0) return 'partly_complied';
  if (restored > 0) return 'restored';
  if (countThat(byLane, 'asked') > 0) return null;
  return countThat(byLane, 'refused') > 0 ? 'refused' : 'unable';
}

function countThat(byLane: LedgerCounts['byLane'], answers: 'done' | 'asked' | 'refused'): number {
  return LANES.reduce((sum, lane) => sum + (LANE_TABLE[lane].answers === answers ? (byLane[lane] ?? 0) : 0), 0);
}
