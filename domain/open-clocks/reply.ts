import { openHouseClock } from './house-clock.js';
import { AUTHORITY_LADDER } from './ladder.js';
import type { OpenedClock } from './opened-clock.js';

/** House reminder for a reply that no law sets a time for (docs/interface.md, Commands, request-dialogue). */
const REPLY_DAYS = 7;

/** The authority's reply to a dialogue request: a house reminder after seven days, where no law sets a time. */
export function authorityReplyClock(opening: {
  regime: { id: string; version: string };
  startsAtMs: number;
  tzVersion: string;
  newId: () => string;
}): OpenedClock {
  return openHouseClock({
    ...opening,
    kind: 'reply',
    owner: 'authority',
    countsFrom: 'requested',
    counting: { amount: REPLY_DAYS, unit: 'calendar_day' },
    ladder: AUTHORITY_LADDER,
    source: 'Company policy (reminder): no law sets a time for the reply',
    notes: [`Company policy: ${REPLY_DAYS} days from the request.`],
  });
}
