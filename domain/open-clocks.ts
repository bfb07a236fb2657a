import { clockInputOf, computeDue, localDateIn } from './clock-arithmetic/index.js';
import type { ClockInput } from './clock-arithmetic/index.js';
import type { Clock, ClockKind, ClockReceipt, LadderLevel } from './clock.js';
import type {
  CalendarVersion,
  ClockRule,
  Confidence,
  CountingRule,
  LadderRule,
  RegimeVersion,
  StartFact,
} from './regime.js';

export interface NoticeFacts {
  issuedAtMs?: number | undefined;
  servedAtMs?: number | undefined;
  receivedAtMs: number;
}

/** A deadline that the order sets for itself. */
export type OrderedDeadline = ({ dueAtMs: number } | { withinSeconds: number } | { immediately: true }) & {
  confirmed: boolean;
  /** The person who read it out of the paper; null where an intake system sent it as a field. */
  enteredBy: string | null;
};

export interface OpenClocksInput {
  regime: RegimeVersion;
  calendar: CalendarVersion | null;
  facts: NoticeFacts;
  ordered?: OrderedDeadline | undefined;
  tzVersion: string;
  newId: () => string;
}

export interface OpenedClock {
  clock: Clock;
  receipt: ClockReceipt;
}

/** Our own clocks: told at half the span, climbing to a page (house rule, design section 5). */
export const DEFAULT_LADDER: readonly LadderRule[] = [
  { percent: 50, to: ['reviewer'], page: false },
  { percent: 75, to: ['reviewer', 'approver'], page: false },
  { percent: 90, to: ['approver', 'counsel'], page: true },
  { percent: 100, to: ['counsel', 'ops'], page: true },
];
/** The authority's clocks wake nobody at night: somebody looks when the time has passed. */
export const AUTHORITY_LADDER: readonly LadderRule[] = [{ percent: 100, to: ['reviewer'], page: false }];

const DAY_MS = 86_400_000;
/** House reminder for a reply that no law sets a time for (contract section 5, request-dialogue). */
const REPLY_DAYS = 7;
/** What runs when a rule cannot be computed. House numbers; `comply` takes the regime's number for "immediately" instead. */
const HOUSE_HOURS: Partial<Record<ClockKind, number>> = {
  acknowledge: 4,
  decide: 24,
  inform: 48,
  reply: REPLY_DAYS * 24,
};
const HOUSE_HOURS_OTHERWISE = 24;

type FactName = 'issued' | 'served' | 'received' | 'ordered_due';
/** Law does not always say what counts when the first fact is not on the paper: the next one known, said in the working. */
const FACTS_FOR: Record<StartFact, readonly FactName[]> = {
  issue: ['issued', 'served', 'received'],
  service: ['served', 'received'],
  receipt: ['received'],
  actual_knowledge: ['received'],
};

/** Everything that makes one clock, before its due is known. */
interface Plan {
  kind: ClockKind;
  owner: Clock['owner'];
  basis: Clock['basis'];
  startsOn: string;
  countsFrom: FactName;
  countsFromMs: number;
  startsAtMs: number;
  counting: CountingRule;
  ladder: readonly LadderRule[];
  source: string;
  confidence: Confidence;
  /** How the order puts its deadline, kept beside the times. */
  orderedText: string | null;
  mayExtend: boolean;
  confirmed: boolean;
  enteredBy: string | null;
  notes: string[];
}

/** An instant no calendar has stays readable: the arithmetic then says that it is no time. */
function iso(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}

function elapsed(amount: number, unit: 'minute' | 'hour'): CountingRule {
  return { amount, unit, dueTime: 'same_time', roll: 'none', stop: false };
}

function knownFacts(facts: NoticeFacts): Partial<Record<FactName, number>> {
  return {
    ...(facts.issuedAtMs === undefined ? {} : { issued: facts.issuedAtMs }),
    ...(facts.servedAtMs === undefined ? {} : { served: facts.servedAtMs }),
    received: facts.receivedAtMs,
  };
}

function startOf(startsOn: StartFact, facts: NoticeFacts): { fact: FactName; atMs: number; notes: string[] } {
  const known = knownFacts(facts);
  const wanted = FACTS_FOR[startsOn];
  const fact = wanted.find((name) => known[name] !== undefined) ?? 'received';
  const notes = fact === wanted[0] ? [] : [`The time of ${startsOn} is not known: counted from the time ${fact}.`];
  return { fact, atMs: known[fact] ?? facts.receivedAtMs, notes };
}

/** The calendar as the arithmetic takes it, only where the rule looks at it. */
function calendarPart(counting: CountingRule, calendar: CalendarVersion | null): ClockInput['calendar'] | undefined {
  const looks = counting.unit === 'business_day' || counting.unit === 'business_hour' || counting.roll !== 'none';
  if (!looks || !calendar) return undefined;
  return { weekend: calendar.weekend, holidays: calendar.holidays, windows: calendar.windows };
}

function receiptOf(plan: Plan, input: OpenClocksInput): ClockReceipt {
  const { regime, calendar, tzVersion } = input;
  const part = calendarPart(plan.counting, calendar);
  const facts: Record<string, string> = {};
  for (const [name, ms] of Object.entries(knownFacts(input.facts))) facts[name] = iso(ms);
  facts[plan.countsFrom] = iso(plan.countsFromMs);
  if (plan.orderedText !== null) facts['ordered'] = plan.orderedText;
  return {
    regime: { id: regime.id, version: regime.version },
    rule: {
      kind: plan.kind,
      basis: plan.basis,
      startsOn: plan.startsOn,
      countsFrom: plan.countsFrom,
      ...plan.counting,
      ...(part === undefined ? {} : { calendar: part }),
    },
    facts,
    zone: regime.zone,
    calendar: part && calendar ? { id: calendar.id, version: calendar.version } : null,
    tzVersion,
    source: plan.source,
    confidence: plan.confidence,
    working: [],
  };
}

/** The instants of a ladder: shares of the span from start to due, rounded to the millisecond. */
export function buildLadder(rules: readonly LadderRule[], startsAtMs: number, dueAtMs: number): LadderLevel[] {
  const spanMs = dueAtMs - startsAtMs;
  return rules.map(({ percent, to, page }, index) => ({
    level: index + 1,
    percent,
    // A due that lay in the past when the notice came: every level at once.
    atMs: spanMs > 0 ? startsAtMs + Math.round((spanMs * percent) / 100) : dueAtMs,
    to: [...to],
    page,
    firedAtMs: null,
    acknowledgedBy: null,
    pages: 0,
    pagedAtMs: null,
  }));
}

function openOne(plan: Plan, input: OpenClocksInput): OpenedClock | { error: string } {
  const receipt = receiptOf(plan, input);
  const answer = computeDue(clockInputOf(receipt));
  if (!answer.ok) return { error: answer.error };
  if (answer.dueAtMs === null) return { error: 'the clock has no due' };
  const { startsAtMs } = plan;
  return {
    clock: {
      id: input.newId(),
      kind: plan.kind,
      owner: plan.owner,
      basis: plan.basis,
      state: 'running',
      startsAtMs,
      dueAtMs: answer.dueAtMs,
      metAtMs: null,
      pausedAtMs: null,
      confirmed: plan.confirmed,
      enteredBy: plan.enteredBy,
      mayPause: plan.counting.stop,
      mayExtend: plan.mayExtend,
      ladder: buildLadder(plan.ladder, startsAtMs, answer.dueAtMs),
    },
    receipt: { ...receipt, working: [...plan.notes, ...answer.working] },
  };
}

function planOfRule(rule: ClockRule, counting: CountingRule, input: OpenClocksInput): Plan {
  const start = startOf(rule.startsOn, input.facts);
  const houseNotes = rule.basis === 'house' ? ['House rule: no law sets this time.'] : [];
  return {
    kind: rule.kind,
    owner: rule.owner,
    basis: rule.basis,
    startsOn: rule.startsOn,
    countsFrom: start.fact,
    countsFromMs: start.atMs,
    startsAtMs: start.atMs,
    counting,
    ladder: rule.ladder,
    source: rule.source,
    confidence: rule.confidence,
    orderedText: null,
    mayExtend: rule.extend,
    confirmed: true,
    enteredBy: null,
    notes: [...start.notes, ...houseNotes],
  };
}

/** What runs instead of a rule that cannot be computed. */
function housePlan(plan: Plan, error: string, { regime, facts }: OpenClocksInput): Plan {
  const counting =
    plan.kind === 'comply'
      ? elapsedSeconds(regime.immediatelySeconds)
      : elapsed(HOUSE_HOURS[plan.kind] ?? HOUSE_HOURS_OTHERWISE, 'hour');
  return {
    ...plan,
    ...(plan.countsFrom === 'ordered_due' ? { countsFrom: 'received', countsFromMs: facts.receivedAtMs } : {}),
    basis: 'house',
    counting: counting ?? elapsed(1, 'hour'),
    source: 'House rule in place of a rule that cannot be computed',
    confidence: 'house',
    notes: [...plan.notes, `The rule's own time cannot be computed (${error}): the house time runs instead.`],
  };
}

/** Seconds as a counting rule, if they are whole minutes: the arithmetic has no smaller unit. */
function elapsedSeconds(seconds: number): CountingRule | undefined {
  if (seconds % 3600 === 0) return elapsed(seconds / 3600, 'hour');
  return seconds % 60 === 0 ? elapsed(seconds / 60, 'minute') : undefined;
}

/** Our comply clock as the order sets it. A time of day, or a length that is not whole minutes, is counted from itself. */
function planOfOrder(ordered: OrderedDeadline, input: OpenClocksInput): Plan {
  const { facts, regime } = input;
  const rule = regime.clocks.find((clock) => clock.kind === 'comply' && clock.owner === 'us');
  const start = startOf('service', facts);
  const seconds =
    'immediately' in ordered ? regime.immediatelySeconds : 'withinSeconds' in ordered ? ordered.withinSeconds : null;
  const counting = seconds === null ? undefined : elapsedSeconds(seconds);
  const dueAtMs = 'dueAtMs' in ordered ? ordered.dueAtMs : start.atMs + (seconds ?? 0) * 1000;
  const immediately = 'immediately' in ordered;
  const orderedText = immediately ? 'immediately' : seconds === null ? iso(dueAtMs) : `PT${seconds}S`;
  const notes = immediately
    ? [`The order says "immediately": ${seconds ?? 0} seconds, a house number and not law.`]
    : [seconds === null ? 'The order names the time itself.' : `The order gives ${seconds} seconds from its receipt.`];
  if (!ordered.confirmed) notes.push('Read by one person, not yet confirmed by a second: the stricter reading runs.');
  return {
    kind: 'comply',
    owner: 'us',
    basis: immediately ? 'house' : 'order',
    startsOn: 'service',
    countsFrom: counting ? start.fact : 'ordered_due',
    countsFromMs: counting ? start.atMs : dueAtMs,
    startsAtMs: start.atMs,
    counting: { ...(counting ?? elapsed(0, 'minute')), stop: rule?.counting?.stop ?? false },
    ladder: rule?.ladder ?? DEFAULT_LADDER,
    source: immediately ? 'House number for "immediately"' : 'The order',
    confidence: immediately ? 'house' : 'primary',
    orderedText,
    mayExtend: rule?.extend ?? true,
    confirmed: ordered.confirmed,
    enteredBy: ordered.enteredBy,
    notes,
  };
}

function versionNotes({ regime, facts }: OpenClocksInput): string[] {
  if (localDateIn(regime.zone, facts.receivedAtMs) >= regime.inForceFrom) return [];
  return [`Received before ${regime.id} came into force on ${regime.inForceFrom}: its first version is used.`];
}

/** An ordered deadline displaces a statutory comply clock that falls due no earlier. */
function isDisplaced({ clock }: OpenedClock, ordered: OpenedClock): boolean {
  return (
    clock.kind === 'comply' &&
    clock.owner === 'us' &&
    clock !== ordered.clock &&
    (clock.dueAtMs ?? 0) >= (ordered.clock.dueAtMs ?? 0)
  );
}

/**
 * The clocks that a regime and the order itself start, each with the receipt to compute it again. A rule that cannot be
 * computed is named in `problems`, and the house time of its kind runs in its place.
 */
export function openClocks(input: OpenClocksInput): { clocks: OpenedClock[]; problems: string[] } {
  const problems: string[] = [];
  const open = (bare: Plan): OpenedClock[] => {
    const plan = { ...bare, notes: [...versionNotes(input), ...bare.notes] };
    const opened = openOne(plan, input);
    if (!('error' in opened)) return [opened];
    problems.push(
      `The ${plan.kind} clock of ${input.regime.id} ${input.regime.version} cannot be computed: ${opened.error}.`,
    );
    const instead = openOne(housePlan(plan, opened.error, input), input);
    return 'error' in instead ? [] : [instead];
  };

  const byRule = input.regime.clocks.flatMap((rule) =>
    rule.counting === null ? [] : open(planOfRule(rule, rule.counting, input)),
  );
  const [ordered] = input.ordered ? open(planOfOrder(input.ordered, input)) : [];
  if (!ordered) return { clocks: byRule, problems };
  return { clocks: [...byRule.filter((opened) => !isDisplaced(opened, ordered)), ordered], problems };
}

/** The authority's reply to a dialogue request: a house reminder after seven days, where no law sets a time. */
export function authorityReplyClock({ startsAtMs, newId }: { startsAtMs: number; newId: () => string }): Clock {
  const dueAtMs = startsAtMs + REPLY_DAYS * DAY_MS;
  return {
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
    ladder: buildLadder(AUTHORITY_LADDER, startsAtMs, dueAtMs),
  };
}
