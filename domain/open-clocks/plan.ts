import { localDateIn } from '../clock-arithmetic/index.js';
import type { Citation } from '../rulebook/citation.js';
import type { Confidence } from '../rulebook/confidence.js';
import type { CalendarVersion, ClockRule, CountingRule, RegimeVersion } from '../rulebook/regime.js';
import { iso, findClockStart, type FactName, type NoticeFacts, type Start } from './facts.js';
import { standardEscalation } from './escalation.js';
import { applyPeriodRule } from './period.js';
import type { Clock, ClockForm, ClockKind, EscalationRule } from '../clocks/clock.js';
import { calendarPart } from './calendar-part.js';

export type OrderedDeadline = ({ dueAtMs: number } | { withinSeconds: number } | { immediately: true }) & {
  confirmed: boolean;
  /** The person who read it from the document; null if an intake system sent it as a field. */
  enteredBy: string | null;
};

export interface Basis {
  regime: RegimeVersion;
  calendar: CalendarVersion | null;
  facts: NoticeFacts;
  tzVersion: string;
}

export interface ClockPlan {
  kind: ClockKind;
  owner: Clock['owner'];
  basis: Clock['basis'];
  form: ClockForm;
  guards: ClockRule['guards'];
  startsOn: string;
  countsFrom: FactName;
  countsFromMs: number;
  startsAtMs: number;
  counting: CountingRule;
  period: ClockRule['period'];
  deemed: Start['deemed'];
  escalation: readonly EscalationRule[];
  escalationTime: ClockRule['escalationTime'];
  source: string;
  confidence: Confidence;
  reviewer: string | null;
  citation?: Citation | undefined;
  orderedText: string | null;
  mayExtend: boolean;
  confirmed: boolean;
  enteredBy: string | null;
  notes: string[];
}

/**
 * Company defaults that run if a rule cannot be computed; `comply` uses the regime's number for "immediately" instead.
 */
const POLICY_HOURS: Partial<Record<ClockKind, number>> = { acknowledge: 4, decide: 24, inform: 48, reply: 7 * 24 };
const POLICY_HOURS_OTHERWISE = 24;
const MINUTE_MS = 60_000;

function elapsed(amount: number, unit: 'minute' | 'hour'): CountingRule {
  return { amount, unit, dueTime: 'same_time', roll: 'none', stop: false };
}

function elapsedSeconds(seconds: number): CountingRule | undefined {
  if (seconds % 3600 === 0) return elapsed(seconds / 3600, 'hour');
  return seconds % 60 === 0 ? elapsed(seconds / 60, 'minute') : undefined;
}

/**
 * Expresses a named instant as a count. One that may be paused has to begin before its pauses, so it is counted in
 * minutes from just before its start.
 */
export function countTo(
  dueAtMs: number,
  { startsAtMs, stop }: { startsAtMs: number; stop: boolean },
): { counting: CountingRule; fromMs: number } {
  if (!stop || dueAtMs <= startsAtMs) return { counting: { ...elapsed(0, 'minute'), stop }, fromMs: dueAtMs };
  const amount = Math.ceil((dueAtMs - startsAtMs) / MINUTE_MS);
  return { counting: { ...elapsed(amount, 'minute'), stop }, fromMs: dueAtMs - amount * MINUTE_MS };
}

export function isActive(rule: ClockRule, zone: string, startsAtMs: number): boolean {
  if (rule.status !== 'in_force' && rule.status !== 'partly_annulled') return false;
  if (rule.windows.length === 0) return true;
  const date = localDateIn(zone, startsAtMs);
  return rule.windows.some(({ from, to }) => from <= date && date < to);
}

export function planOfRule(rule: ClockRule, counting: CountingRule, ground: Basis): ClockPlan | null {
  const { regime, calendar, facts } = ground;
  const start = findClockStart(rule.startsOn, facts, regime);
  if (start === null || !isActive(rule, regime.zone, start.atMs)) return null;
  const policyNotes = rule.basis === 'policy' ? ['Company policy: no law sets this time.'] : [];
  const period = applyPeriodRule(rule.period, counting, {
    startsAtMs: start.atMs,
    zone: regime.zone,
    calendar: calendarPart({ counting, period: rule.period, escalationTime: rule.escalationTime }, calendar),
  });
  const moved = period.startsAtMs !== start.atMs;
  return {
    kind: rule.kind,
    owner: rule.owner,
    basis: rule.basis,
    form: rule.form,
    guards: rule.guards,
    startsOn: rule.startsOn,
    countsFrom: moved ? 'period_start' : start.fact,
    countsFromMs: period.startsAtMs,
    startsAtMs: start.atMs,
    counting: period.counting,
    period: rule.period,
    deemed: start.deemed,
    escalation: rule.escalation,
    escalationTime: rule.escalationTime,
    source: rule.source,
    confidence: rule.confidence,
    reviewer: rule.reviewer,
    citation: rule.citation,
    orderedText: null,
    mayExtend: rule.extend,
    confirmed: true,
    enteredBy: null,
    notes: [...start.notes, ...policyNotes, ...period.notes, ...(rule.note === null ? [] : [rule.note])],
  };
}

export function policyPlan(plan: ClockPlan, error: string, { regime, facts }: Basis): ClockPlan {
  const counting =
    plan.kind === 'comply'
      ? elapsedSeconds(regime.immediatelySeconds)
      : elapsed(POLICY_HOURS[plan.kind] ?? POLICY_HOURS_OTHERWISE, 'hour');
  return {
    ...plan,
    countsFrom: 'received',
    countsFromMs: facts.receivedAtMs,
    startsAtMs: facts.receivedAtMs,
    basis: 'policy',
    counting: counting ?? elapsed(1, 'hour'),
    period: 'plain',
    deemed: undefined,
    escalationTime: 'any',
    source: 'Company policy in place of a rule that cannot be computed',
    confidence: 'policy',
    reviewer: null,
    citation: undefined,
    notes: [
      ...plan.notes,
      `The rule's own time cannot be computed (${error}): the time of company policy runs instead.`,
    ],
  };
}

/** What is to be done at the end of a floor: the company's time for "immediately" runs from then. */
export function planAfterFloor(
  plan: ClockPlan,
  heldUntilMs: number,
  { immediatelySeconds }: Pick<RegimeVersion, 'immediatelySeconds'>,
): ClockPlan {
  const counting = elapsedSeconds(immediatelySeconds) ?? elapsed(1, 'hour');
  return {
    ...plan,
    countsFrom: 'disclosure_from',
    countsFromMs: heldUntilMs,
    basis: 'policy',
    counting: { ...counting, stop: plan.counting.stop },
    period: 'plain',
    deemed: undefined,
    source: `Company policy for "immediately", after the time in which the law forbids disclosure (${plan.source})`,
    confidence: 'policy',
    reviewer: null,
    citation: undefined,
    notes: [...plan.notes, `Disclosure is forbidden until ${iso(heldUntilMs)}, and due then.`],
  };
}

function formatOrdered(ordered: OrderedDeadline, seconds: number | null, dueAtMs: number): string {
  if ('immediately' in ordered) return 'immediately';
  return seconds === null ? iso(dueAtMs) : `PT${seconds}S`;
}

function notesOfOrder(ordered: OrderedDeadline, seconds: number | null): string[] {
  const first =
    'immediately' in ordered
      ? `The order says "immediately": ${seconds ?? 0} seconds, company policy and not law.`
      : seconds === null
        ? 'The order states the time.'
        : `The order gives ${seconds} seconds from its receipt.`;
  if (ordered.confirmed) return [first];
  return [first, 'Entered by one person, not yet confirmed by a second: the stricter reading runs.'];
}

export function planOfOrder(ordered: OrderedDeadline, { facts, regime }: Basis): ClockPlan {
  const rule = regime.clocks.find((clock) => clock.kind === 'comply' && clock.owner === 'us' && clock.form !== 'floor');
  const fact: FactName = facts.servedAtMs === undefined ? 'received' : 'served';
  const startsAtMs = facts.servedAtMs ?? facts.receivedAtMs;
  const startNotes = fact === 'served' ? [] : ['The time of service is not known: counted from the time received.'];
  const immediately = 'immediately' in ordered;
  const seconds = immediately ? regime.immediatelySeconds : 'withinSeconds' in ordered ? ordered.withinSeconds : null;
  const stop = rule?.counting?.stop ?? false;
  const whole = seconds === null ? undefined : elapsedSeconds(seconds);
  const dueAtMs = 'dueAtMs' in ordered ? ordered.dueAtMs : startsAtMs + (seconds ?? 0) * 1000;
  const named = countTo(dueAtMs, { startsAtMs, stop });
  return {
    kind: 'comply',
    owner: 'us',
    basis: immediately ? 'policy' : 'order',
    form: 'ceiling',
    guards: null,
    startsOn: 'service',
    countsFrom: whole ? fact : named.fromMs === dueAtMs ? 'ordered_due' : 'ordered_from',
    countsFromMs: whole ? startsAtMs : named.fromMs,
    startsAtMs,
    counting: whole ? { ...whole, stop } : named.counting,
    period: 'plain',
    deemed: undefined,
    escalation: rule?.escalation ?? standardEscalation({ kind: 'comply', owner: 'us', form: 'ceiling' }),
    escalationTime: 'any',
    source: immediately ? 'Company policy for "immediately"' : 'The order',
    confidence: immediately ? 'policy' : 'primary',
    reviewer: null,
    orderedText: formatOrdered(ordered, seconds, dueAtMs),
    mayExtend: rule?.extend ?? true,
    confirmed: ordered.confirmed,
    enteredBy: ordered.enteredBy,
    notes: [...(whole ? startNotes : []), ...notesOfOrder(ordered, seconds)],
  };
}
