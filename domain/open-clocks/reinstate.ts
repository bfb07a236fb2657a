import type { Clock, ClockReceipt } from '../clock.js';
import { iso } from './facts.js';
import { buildLadder, standardLadder } from './ladder.js';
import type { OpenedClock } from './open.js';
import { computeReceipt } from './receipt.js';

/** How soon people should have restored what has lost its basis. A house number: no law of the rulebook sets one for it. */
const RESTORE_HOURS = 24;

/** Our duty to restore what an order no longer holds. It asks people; nothing is restored by its running out. */
export function reinstateClock({
  regime,
  startsAtMs,
  partly,
  why,
  tzVersion,
  newId,
}: {
  regime: { id: string; version: string };
  startsAtMs: number;
  /** The paper names some of the targets. */
  partly: boolean;
  /** One sentence for the receipt. */
  why: string;
  tzVersion: string;
  newId: () => string;
}): OpenedClock {
  const rules = standardLadder({ kind: 'reinstate', owner: 'us', form: 'ceiling' });
  const bare: ClockReceipt = {
    regime,
    rule: {
      kind: 'reinstate',
      basis: 'house',
      countsFrom: 'basis_ended',
      amount: RESTORE_HOURS,
      unit: 'hour',
      dueTime: 'same_time',
      roll: 'none',
      stop: false,
    },
    facts: { basis_ended: iso(startsAtMs) },
    zone: 'UTC',
    calendar: null,
    tzVersion,
    source: 'House rule: no law sets a time for restoring what has lost its basis',
    confidence: 'house',
    reviewer: null,
    ladder: { rules: [...rules], time: 'any' },
    working: [],
  };
  const computed = computeReceipt(bare, [why, `House rule: ${RESTORE_HOURS} hours.`]);
  if ('error' in computed || computed.dueAtMs === null) throw new Error('The clock to restore cannot be computed.');
  const { receipt, dueAtMs } = computed;
  const clock: Clock = {
    id: newId(),
    kind: 'reinstate',
    owner: 'us',
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
    ladder: buildLadder({ rules, time: 'any', zone: 'UTC', calendar: undefined }, startsAtMs, dueAtMs),
    ...(partly ? { partly: true as const } : {}),
  };
  return { clock, receipt };
}
