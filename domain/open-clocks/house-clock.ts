import type { CountingRule } from '../law/regime.js';
import { iso } from './facts.js';
import { buildLadder } from './ladder.js';
import { computeReceipt } from './receipt.js';
import type { Clock, ClockReceipt, LadderRule } from '../clock/clock.js';
import type { OpenedClock } from './opened-clock.js';

/** A clock that no law sets: its subject, the fact it counts from, and its escalation. */
export interface PolicyClock {
  kind: Clock['kind'];
  owner: Clock['owner'];
  countsFrom: string;
  startsAtMs: number;
  counting: Pick<CountingRule, 'amount' | 'unit'>;
  ladder: readonly LadderRule[];
  source: string;
  notes: readonly string[];
  regime: { id: string; version: string };
  tzVersion: string;
  newId: () => string;
}

export function openHouseClock(house: PolicyClock): OpenedClock {
  const { kind, owner, countsFrom, startsAtMs, counting, ladder } = house;
  const bare: ClockReceipt = {
    regime: house.regime,
    rule: { kind, basis: 'house', countsFrom, ...counting, dueTime: 'same_time', roll: 'none', stop: false },
    facts: { [countsFrom]: iso(startsAtMs) },
    zone: 'UTC',
    calendar: null,
    tzVersion: house.tzVersion,
    source: house.source,
    confidence: 'house',
    reviewer: null,
    ladder: { rules: [...ladder], time: 'any' },
    working: [],
  };
  const computed = computeReceipt(bare, [...house.notes]);
  if ('error' in computed || computed.dueAtMs === null) throw new Error(`The ${kind} clock cannot be computed.`);
  const { receipt, dueAtMs } = computed;
  const clock: Clock = {
    id: house.newId(),
    kind,
    owner,
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
    ladder: buildLadder({ rules: ladder, time: 'any', zone: 'UTC', calendar: undefined }, startsAtMs, dueAtMs),
  };
  return { clock, receipt };
}
