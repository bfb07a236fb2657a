import { openInternalDeadline } from './internal-deadline.js';
import { standardEscalation } from './escalation.js';
import type { OpenedClock } from './opened-clock.js';

/** Company default: time in which people should restore what has lost its basis; no law in the rulebook sets one. */
const RESTORE_HOURS = 24;

/** Opens our duty to restore what an order no longer supports. It prompts people; its expiry restores nothing. */
export function reinstateClock(input: {
  regime: { id: string; version: string };
  startsAtMs: number;
  partly: boolean;
  why: string;
  tzVersion: string;
  newId: () => string;
}): OpenedClock {
  const { regime, startsAtMs, partly, why, tzVersion, newId } = input;
  const { clock, receipt } = openInternalDeadline({
    kind: 'reinstate',
    owner: 'us',
    countsFrom: 'basis_ended',
    startsAtMs,
    counting: { amount: RESTORE_HOURS, unit: 'hour' },
    escalation: standardEscalation({ kind: 'reinstate', owner: 'us', form: 'ceiling' }),
    source: 'Company policy: no law sets a time for restoring what has lost its basis',
    notes: [why, `Company policy: ${RESTORE_HOURS} hours.`],
    regime,
    tzVersion,
    newId,
  });
  return { clock: partly ? { ...clock, partly: true } : clock, receipt };
}
