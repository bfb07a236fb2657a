import { openInternalDeadline } from './internal-deadline.js';
import type { EscalationRule } from '../clocks/clock.js';
import type { OpenedClock } from './opened-clock.js';

const ESCALATION: readonly EscalationRule[] = [
  { percent: 50, to: ['approver', 'counsel'], page: false },
  { percent: 75, to: ['approver', 'counsel'], page: true },
  { percent: 100, to: ['counsel', 'ops'], page: true },
];

/** Opens our duty to have the full quorum ratify an emergency enforced on one approval (`DESK_RATIFY_WITHIN`). */
export function ratificationClock(input: {
  submission: number;
  withinMinutes: number;
  regime: { id: string; version: string };
  startsAtMs: number;
  tzVersion: string;
  newId: () => string;
}): OpenedClock {
  const { submission, withinMinutes, ...opening } = input;
  const { clock, receipt } = openInternalDeadline({
    ...opening,
    kind: 'policy',
    owner: 'us',
    countsFrom: 'approved',
    counting: { amount: withinMinutes, unit: 'minute' },
    escalation: ESCALATION,
    source: `Company policy: ratify what was enforced in an emergency (submission ${submission})`,
    notes: [`Company policy: ${withinMinutes} minutes from the single approval.`],
  });
  return { clock: { ...clock, ratifies: submission }, receipt };
}
