import type { ReconcileRound } from '../../../registry/ops/reconciling.js';

/** A round may take minutes beside the time between two of them. */
const SLACK_SECONDS = 600;
/** So many rounds may fail, while the engine is away, before it is told here: that has a part of its own. */
const ROUNDS = 3;

/** How the comparison of registry and engine goes. */
export function stateOfReconciler(
  round: (ReconcileRound & { ageSeconds: number }) | undefined,
  everyMs: number,
): { state: 'up' | 'degraded'; detail: string; figures?: Record<string, number> } {
  if (round === undefined) return { state: 'up', detail: 'The first run is in progress.' };
  const { looked, open, found, unanswered } = round;
  const seconds = Math.max(0, Math.round(round.ageSeconds));
  const late = seconds > (everyMs / 1000) * ROUNDS + SLACK_SECONDS;
  const findings = found === 0 ? 'No differences.' : `Notices with a finding: ${found}.`;
  const silent = unanswered === 0 ? '' : ` Without an answer: ${unanswered}.`;
  return {
    state: late || found > 0 ? 'degraded' : 'up',
    detail: `Compared ${open} open notices with the engine ${seconds} s ago, ${looked} of them in full. ${findings}${silent}`,
    figures: { seconds, open, looked, found },
  };
}
