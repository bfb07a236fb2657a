import type { ReconcilerPass } from '../../../registry/ops/reconciling.js';

/** A run may take minutes in addition to the interval between two. */
const SLACK_SECONDS = 600;
const JOBS = 3;

export function stateOfReconciler(
  round: (ReconcilerPass & { ageSeconds: number }) | undefined,
  everyMs: number,
): { state: 'up' | 'degraded'; detail: string; figures?: Record<string, number> } {
  if (round === undefined) return { state: 'up', detail: 'The first run is in progress.' };
  const { looked, open, found, unanswered } = round;
  const seconds = Math.max(0, Math.round(round.ageSeconds));
  const late = seconds > (everyMs / 1000) * JOBS + SLACK_SECONDS;
  const findings = found === 0 ? 'No differences.' : `Notices with a finding: ${found}.`;
  const silent = unanswered === 0 ? '' : ` Without an answer: ${unanswered}.`;
  return {
    state: late || found > 0 ? 'degraded' : 'up',
    detail: `Compared ${open} open notices with the engine ${seconds} s ago, ${looked} of them in full. ${findings}${silent}`,
    figures: { seconds, open, looked, found },
  };
}
