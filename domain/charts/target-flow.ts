import {
  ACTION_OUTCOMES,
  DECISION_ACTION_TABLE,
  isEnforcedAction,
  type ActionOutcome,
  type DecisionAction,
} from '../targets/decision-action.js';
import type { TargetStatus } from '../targets/target.js';

export interface CountedTargets {
  action: DecisionAction | null;
  status: TargetStatus;
  count: number;
}

/** Where a target of an order is now. */
export const TARGET_ENDS = ['inForce', 'restored', 'answered', 'failed', 'open'] as const;
export type TargetEnd = (typeof TARGET_ENDS)[number];

/** What was decided about targets, as letters report it; `undecided` before a submission is approved. */
export const FLOW_DECISIONS = [...ACTION_OUTCOMES, 'undecided'] as const;
export type FlowDecision = ActionOutcome | 'undecided';

export type FlowRow = { decided: FlowDecision } & Record<TargetEnd, number>;

export interface TargetFlow {
  requested: number;
  rows: FlowRow[];
}

const NOT_APPROVED: readonly TargetStatus[] = ['undecided', 'drafted', 'submitted'];

function placeTarget({ action, status }: CountedTargets): { decided: FlowDecision; end: TargetEnd } {
  // A draft is nobody's decision yet.
  if (action === null || NOT_APPROVED.includes(status)) return { decided: 'undecided', end: 'open' };
  return { decided: DECISION_ACTION_TABLE[action].outcome, end: findEnd(action, status) };
}

function findEnd(action: DecisionAction, status: TargetStatus): TargetEnd {
  if (status === 'restored' || status === 'failed') return status;
  if (!isEnforcedAction(action)) return 'answered';
  return status === 'applied' ? 'inForce' : 'open';
}

/** Sorts the ledger's counts into what was decided and where the targets are now; loses no target. */
export function traceTargets(counts: readonly CountedTargets[]): TargetFlow {
  const rows = FLOW_DECISIONS.map(
    (decided): FlowRow => ({ decided, inForce: 0, restored: 0, answered: 0, failed: 0, open: 0 }),
  );
  let requested = 0;
  for (const counted of counts) {
    const { decided, end } = placeTarget(counted);
    const row = rows.find((one) => one.decided === decided);
    if (row !== undefined) row[end] += counted.count;
    requested += counted.count;
  }
  return { requested, rows: rows.filter((row) => sumEnds(row) !== 0) };
}

export function sumEnds(row: Record<TargetEnd, number>): number {
  return TARGET_ENDS.reduce((sum, end) => sum + row[end], 0);
}
