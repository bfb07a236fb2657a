import type { CountingRule } from '../rulebook/regime.js';
import { iso } from './facts.js';
import { buildEscalation } from './escalation.js';
import { computeReceipt } from './receipt.js';
import type { Clock, ClockReceipt, EscalationRule } from '../clocks/clock.js';
import type { OpenedClock } from './opened-clock.js';

/** A clock that no law sets: its subject, the fact it counts from, and its escalation. */
export interface PolicyClock {
  kind: Clock['kind'];
  owner: Clock['owner'];
  countsFrom: string;
  startsAtMs: number;
  counting: Pick<CountingRule, 'amount' | 'unit'>;
  escalation: readonly EscalationRule[];
  source: string;
  notes: readonly string[];
  regime: { id: string; version: string };
  tzVersion: string;
  newId: () => string;
}

export type PolicyOpening = Pick<PolicyClock, 'regime' | 'startsAtMs' | 'tzVersion' | 'newId'>;

export function openInternalDeadline(policy: PolicyClock): OpenedClock {
  const { kind, owner, countsFrom, startsAtMs, counting, escalation } = policy;
  const bare: ClockReceipt = {
    regime: policy.regime,
    rule: { kind, basis: 'policy', countsFrom, ...counting, dueTime: 'same_time', roll: 'none', stop: false },
    facts: { [countsFrom]: iso(startsAtMs) },
    zone: 'UTC',
    calendar: null,
    tzVersion: policy.tzVersion,
    source: policy.source,
    confidence: 'policy',
    reviewer: null,
    escalation: { rules: [...escalation], time: 'any' },
    working: [],
  };
  const computed = computeReceipt(bare, [...policy.notes]);
  if ('error' in computed || computed.dueAtMs === null) throw new Error(`The ${kind} clock cannot be computed.`);
  const { receipt, dueAtMs } = computed;
  const levels = buildEscalation(
    { rules: escalation, time: 'any', zone: 'UTC', calendar: undefined },
    startsAtMs,
    dueAtMs,
  );
  return { clock: runningClock({ id: policy.newId(), kind, owner, startsAtMs, dueAtMs, escalation: levels }), receipt };
}

/** A running clock of the company's own policy, which nobody pauses or extends. */
export function runningClock<Due extends number | null>(
  set: Pick<Clock, 'id' | 'kind' | 'owner' | 'startsAtMs' | 'escalation'> & { dueAtMs: Due },
) {
  return {
    ...set,
    basis: 'policy',
    state: 'running',
    metAtMs: null,
    pausedAtMs: null,
    confirmed: true,
    enteredBy: null,
    mayPause: false,
    mayExtend: false,
  } as const;
}
