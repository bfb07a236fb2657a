import { LANE_TABLE, LANES, type Lane } from './lane.js';
import type { Outcome } from '../notice/notice.js';

/** Counts of one notice's target ledger. `byLane` keeps the approved decisions, even after a restoration. */
export interface LedgerCounts {
  targets: number;
  undecided: number;
  byLane: Partial<Record<Lane, number>>;
  applied: number;
  failed: number;
  restored: number;
  skipped?: number;
}

export const EMPTY_LEDGER: LedgerCounts = { targets: 0, undecided: 0, byLane: {}, applied: 0, failed: 0, restored: 0 };

/**
 * Derives the outward outcome from the ledger; it is never entered by hand. Null while nothing is decided, or only a
 * question was asked. Restored targets no longer count as done.
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
