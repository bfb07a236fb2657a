import type { Clock, ClockReceipt } from '../clock.js';
import { iso } from './facts.js';
import { AUTHORITY_LADDER, buildLadder } from './ladder.js';
import type { OpenedClock } from './open.js';
import { computeReceipt } from './receipt.js';

/** House reminder for a reply that no law sets a time for (contract section 5, request-dialogue). */
const REPLY_DAYS = 7;

/** The authority's reply to a dialogue request: a house reminder after seven days, where no law sets a time. */
export function authorityReplyClock({
  regime,
  startsAtMs,
  tzVersion,
  newId,
}: {
  regime: { id: string; version: string };
  startsAtMs: number;
  tzVersion: string;
  newId: () => string;
}): OpenedClock {
  const bare: ClockReceipt = {
    regime,
    rule: {
      kind: 'reply',
      basis: 'house',
      countsFrom: 'requested',
      amount: REPLY_DAYS,
      unit: 'calendar_day',
      dueTime: 'same_time',
      roll: 'none',
      stop: false,
    },
    facts: { requested: iso(startsAtMs) },
    zone: 'UTC',
    calendar: null,
    tzVersion,
    source: 'House reminder: no law sets a time for the reply',
    confidence: 'house',
    reviewer: null,
    ladder: { rules: [...AUTHORITY_LADDER], time: 'any' },
    working: [],
  };
  const computed = computeReceipt(bare, [`House rule: ${REPLY_DAYS} days from the request.`]);
  if ('error' in computed || computed.dueAtMs === null) throw new Error('The reply clock cannot be computed.');
  const { receipt, dueAtMs } = computed;
  const clock: Clock = {
    id: newId(),
    kind: 'reply',
    owner: 'authority',
    basis: 'house',
    state: 'running',
    startsAtMs,
    dueAtMs,
    metAtMs: null,
    pausedAtMs: null,
    confirmed: true,
    enteredBy: null,
    mayPause: false,
    mayExtend: false,
    ladder: buildLadder(
      { rules: AUTHORITY_LADDER, time: 'any', zone: 'UTC', calendar: undefined },
      startsAtMs,
      dueAtMs,
    ),
  };
  return { clock, receipt };
}
