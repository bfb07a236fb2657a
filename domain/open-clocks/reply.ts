import { openInternalDeadline, type PolicyOpening } from './internal-deadline.js';
import { AUTHORITY_ESCALATION } from './escalation.js';
import type { OpenedClock } from './opened-clock.js';

/** Company default: reminder for a reply without a legal deadline (docs/integrating/interface.md, Commands, request-dialogue). */
export const REPLY_DAYS = 7;

export function authorityReplyClock(opening: PolicyOpening): OpenedClock {
  return openInternalDeadline({
    ...opening,
    kind: 'reply',
    owner: 'authority',
    countsFrom: 'requested',
    counting: { amount: REPLY_DAYS, unit: 'calendar_day' },
    escalation: AUTHORITY_ESCALATION,
    source: 'Company policy (reminder): no law sets a time for the reply',
    notes: [`Company policy: ${REPLY_DAYS} days from the request.`],
  });
}
