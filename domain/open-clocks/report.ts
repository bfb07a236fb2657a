import { standardEscalation } from './escalation.js';
import { openInternalDeadline, type PolicyOpening } from './internal-deadline.js';
import type { OpenedClock } from './opened-clock.js';

/** Internal deadline for reporting a later action: the law's own time was met before. */
const REPORT_HOURS = 24;

export function reportClock(opening: PolicyOpening): OpenedClock {
  return openInternalDeadline({
    ...opening,
    kind: 'inform',
    owner: 'us',
    countsFrom: 'effect',
    counting: { amount: REPORT_HOURS, unit: 'hour' },
    escalation: standardEscalation({ kind: 'inform', owner: 'us', form: 'ceiling' }),
    source: 'Internal deadline: the clock to inform was met before this action',
    notes: [`Company policy: ${REPORT_HOURS} hours from the action.`],
  });
}
