import { canonicalJson } from '../canonical-json.js';
import { formatUnits, TO_END_OF_DAY } from '../clock-arithmetic/index.js';
import type { Clock, ClockReceipt, EscalationLevel } from '../clocks/clock.js';
import type { CalendarVersion, ClockRule, CountingRule, RegimeVersion } from '../rulebook/regime.js';
import { factsOfReceipt, iso } from './facts.js';
import { buildEscalation, buildEscalationPlan } from './escalation.js';
import { countTo, planOfOrder, planOfRule, type ClockPlan } from './plan.js';
import { computeInSpan, computeReceipt, buildReceipt, listRemarks, type Computed } from './receipt.js';

/** A change of a running clock. Instants in epoch ms; `by` adds to the current due, `to` names the new one. */
export type MoveEvent =
  /** `stayed`: a court's stay, which stops every clock. */
  | { type: 'pause' | 'resume'; atMs: number; stayed?: true }
  | { type: 'extend'; by: { amount: number; unit: 'hour' | 'calendar_day' | 'business_day' } }
  | { type: 'extend'; toMs: number };

export interface MoveReason {
  reason: string;
  authorityReference: string | null;
}

export interface Moved {
  receipt: ClockReceipt;
  /** Null while paused. */
  dueAtMs: number | null;
  /** All steps recomputed and unfired; empty for a paused clock. */
  escalation: EscalationLevel[];
}

type ClockFacts = Pick<Clock, 'kind' | 'owner' | 'basis' | 'startsAtMs'>;

function toMoved(computed: Computed, { startsAtMs }: ClockFacts): Moved | { error: string } {
  if ('error' in computed) return computed;
  const { receipt, dueAtMs } = computed;
  const escalation = dueAtMs === null ? [] : buildEscalation(buildEscalationPlan(receipt), startsAtMs, dueAtMs);
  return { receipt, dueAtMs, escalation };
}

function readEvents({ rule }: ClockReceipt): Record<string, unknown>[] {
  return Array.isArray(rule['events']) ? (rule['events'] as Record<string, unknown>[]) : [];
}

function extendTo(receipt: ClockReceipt, clock: ClockFacts, toMs: number, why: MoveReason): Computed {
  const stop = receipt.rule['stop'] === true;
  const { counting, fromMs } = countTo(toMs, { startsAtMs: clock.startsAtMs, stop });
  const countsFrom = fromMs === toMs ? 'extended_to' : 'extended_from';
  const { events: _, deemed: __, ...rule } = receipt.rule;
  const last = receipt.working.at(-1);
  const document = why.authorityReference === null ? '' : `, on ${why.authorityReference}`;
  const remarks = [
    ...listRemarks(receipt),
    ...(last === undefined ? [] : [`Before: ${last}.`]),
    `Extended to ${iso(toMs)}: ${why.reason}${document}.`,
  ];
  return computeReceipt(
    {
      ...receipt,
      rule: { ...rule, ...counting, countsFrom },
      facts: { ...receipt.facts, [countsFrom]: iso(fromMs), extended_to: iso(toMs) },
    },
    remarks,
  );
}

/** The clock's own rule never stops, but a stay suspends the duty itself. */
const STAY_STOPS = 'A stay suspends the order: the clock stops although its own rule does not allow a pause.';

/** Recomputes a clock after a pause, resumption or extension from its whole receipt. */
export function recountAfter(
  { receipt, clock }: { receipt: ClockReceipt; clock: ClockFacts },
  event: MoveEvent,
  why: MoveReason,
): Moved | { error: string } {
  if (event.type === 'extend' && 'toMs' in event) return toMoved(extendTo(receipt, clock, event.toMs, why), clock);
  const kept = why.authorityReference === null ? { reason: why.reason } : { ...why };
  const moved = event.type === 'extend' ? { type: event.type, ...event.by } : { type: event.type, at: iso(event.atMs) };
  const stays = event.type === 'pause' && event.stayed === true && receipt.rule['stop'] !== true;
  const rule = {
    ...receipt.rule,
    ...(stays ? { stop: true } : {}),
    events: [...readEvents(receipt), { ...moved, ...kept }],
  };
  const remarks = stays ? [...listRemarks(receipt), STAY_STOPS] : listRemarks(receipt);
  return toMoved(computeReceipt({ ...receipt, rule }, remarks), clock);
}

export interface RecomputeInput {
  receipt: ClockReceipt;
  clock: Omit<ClockFacts, 'escalation'> & Pick<Clock, 'dueAtMs'>;
  regime: RegimeVersion | undefined;
  calendar: CalendarVersion | null;
  tzVersion: string;
}

export type Recomputed =
  | { kind: 'same' }
  | ({ kind: 'moved'; why: string[] } & Moved)
  | { kind: 'unknown'; why: string };

/**
 * Computes what the current rulebook, calendar and time-zone data give for an open clock, from its own facts and
 * events.
 */
export function recomputeClock(input: RecomputeInput): Recomputed {
  const { receipt, clock, regime } = input;
  // The order or the authority named it, so no rule applies.
  if (clock.basis === 'order' || receipt.facts['requested'] !== undefined) return { kind: 'same' };
  if (receipt.facts['extended_to'] !== undefined) return { kind: 'same' };
  // A plan of ours shortened to the time to comply follows that, not its own rule.
  if (receipt.facts['comply_due'] !== undefined) return { kind: 'same' };
  if (regime === undefined) {
    const { id, version } = receipt.regime;
    return { kind: 'unknown', why: `${id} ${version} is no longer in the rulebook.` };
  }
  const plan = recomputePlan(input, regime);
  if (plan === null) return { kind: 'unknown', why: `${regime.id} ${regime.version} no longer has such a clock.` };
  const bare = buildReceipt(plan, { ...input, regime, facts: factsOfReceipt(receipt.facts) });
  const events = readEvents(receipt);
  const fresh = events.length === 0 ? bare : { ...bare, rule: { ...bare.rule, events } };
  const moved = toMoved(computeInSpan(fresh, plan.notes, input), clock);
  if ('error' in moved) return { kind: 'unknown', why: `It can no longer be computed: ${moved.error}.` };
  return isSame(moved, input)
    ? { kind: 'same' }
    : { kind: 'moved', ...moved, why: listReasons(receipt, moved.receipt) };
}

function recomputePlan({ receipt, clock, ...ground }: RecomputeInput, regime: RegimeVersion): ClockPlan | null {
  const facts = factsOfReceipt(receipt.facts);
  if (receipt.facts['ordered'] === 'immediately') {
    return planOfOrder({ immediately: true, confirmed: true, enteredBy: null }, { ...ground, regime, facts });
  }
  const candidates = regime.clocks
    .filter(
      ({ kind, owner, startsOn }) =>
        kind === clock.kind && owner === clock.owner && startsOn === receipt.rule['startsOn'],
    )
    .flatMap((rule) => {
      const plan = rule.counting === null ? null : planOfRule(rule, rule.counting, { ...ground, regime, facts });
      return plan === null ? [] : [{ plan, windowed: rule.windows.length > 0 }];
    });
  return (candidates.find(({ windowed }) => windowed) ?? candidates[0])?.plan ?? null;
}

/** A paused clock has no due: what it would resume with is compared instead. */
function isSame(moved: Moved, { receipt, clock }: RecomputeInput): boolean {
  if (moved.dueAtMs !== null) return moved.dueAtMs === clock.dueAtMs;
  return canonicalJson(moved.receipt.rule) === canonicalJson(receipt.rule);
}

const COUNTED = ['amount', 'unit', 'dueTime', 'roll', 'stop', 'countsFrom', 'period'] as const;

function formatCount(rule: Record<string, unknown>): string {
  const { amount, unit, dueTime, roll } = rule as unknown as CountingRule & Pick<ClockRule, 'period'>;
  const parts = [formatUnits(amount, unit), ...(dueTime === 'end_of_day' ? [TO_END_OF_DAY] : [])];
  return [...parts, ...(roll === 'none' ? [] : [`rolling ${roll}`])].join(' ');
}

function listReasons(before: ClockReceipt, after: ClockReceipt): string[] {
  const why: string[] = [];
  if (COUNTED.some((field) => before.rule[field] !== after.rule[field])) {
    why.push(`The rule was ${formatCount(before.rule)}, and is ${formatCount(after.rule)} (${after.source}).`);
  }
  if (canonicalJson(before.rule['calendar']) !== canonicalJson(after.rule['calendar'])) {
    const name = ({ calendar }: ClockReceipt) => (calendar === null ? 'none' : `${calendar.id} ${calendar.version}`);
    why.push(`The calendar was ${name(before)}, and is ${name(after)}, with different dates.`);
  }
  if (before.facts['deemed_served'] !== after.facts['deemed_served'])
    why.push('The rule of deemed service has changed.');
  if (why.length === 0) why.push(`The time-zone data were ${before.tzVersion}, and are ${after.tzVersion}.`);
  return why;
}
