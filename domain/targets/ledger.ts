import { DECISION_ACTION_TABLE, DECISION_ACTIONS, type DecisionAction } from './decision-action.js';
import type { Outcome } from '../notices/notice.js';

/** Counts of one notice's target ledger. `byAction` keeps the approved decisions, even after a restoration. */
export interface LedgerCounts {
  targets: number;
  undecided: number;
  byAction: Partial<Record<DecisionAction, number>>;
  applied: number;
  failed: number;
  restored: number;
  skipped?: number;
}

export const EMPTY_LEDGER: LedgerCounts = {
  targets: 0,
  undecided: 0,
  byAction: {},
  applied: 0,
  failed: 0,
  restored: 0,
};

/**
 * Derives the outward outcome from the ledger; it is never entered by hand. Null while nothing is decided, or only a
 * question was asked. Restored targets no longer count as done.
 */
export function deriveOutcome(ledger: LedgerCounts): Outcome | null {
  const { targets, byAction, undecided, restored } = ledger;
  if (targets === 0 || undecided === targets) return null;
  const done = ledger.applied + countThat(byAction, 'done');
  if (done === targets) return 'complied';
  if (done > 0) return 'partly_complied';
  if (restored > 0) return 'restored';
  if (countThat(byAction, 'requested') > 0) return null;
  return countThat(byAction, 'refused') > 0 ? 'refused' : 'unable';
}

function countThat(byAction: LedgerCounts['byAction'], answers: 'done' | 'requested' | 'refused'): number {
  return DECISION_ACTIONS.reduce(
    (sum, action) => sum + (DECISION_ACTION_TABLE[action].answers === answers ? (byAction[action] ?? 0) : 0),
    0,
  );
}
