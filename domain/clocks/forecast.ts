import { isRight, type ClockKind } from './clock.js';
import type { Stage } from '../notices/notice.js';

/** A rate or duration measured over recent days; meaningless below `LEAST_SAMPLES` samples. */
export interface Measure {
  value: number;
  samples: number;
}

export interface Throughput {
  /**
   * Targets decided per hour, counting every hour in which one was waiting, nights and weekends too, since the clocks
   * run then as well. Hours with nothing to decide do not count, so a quiet week lowers no rate.
   */
  draftedPerHour: Measure;
  approvalMs: Measure;
  enforcementMs: Measure;
  /** Median from a clock's start until it is met, in milliseconds, including late ones. */
  metMs: Partial<Record<ClockKind, Measure>>;
}

export interface ForecastClock {
  id: string;
  noticeId: string;
  kind: ClockKind;
  startsAtMs: number;
  dueAtMs: number;
  stage: Stage;
  undecided: number;
  submittedAtMs: number | null;
  approvedAtMs: number | null;
}

export type PaceName = 'drafting' | 'approval' | 'enforcement' | ClockKind;

export interface Breach<C extends ForecastClock = ForecastClock> {
  clock: C;
  /** The earliest instant that the pace allows; a step of unknown pace counts as taking no time. */
  expectedAtMs: number;
  /** Explanation with numbers that reveals nothing of other notices. Lazy, since few of many are read. */
  why: () => string;
}

export interface Forecast<C extends ForecastClock = ForecastClock> {
  willMiss: Breach<C>[];
  unknown: PaceName[];
}

/** Company default: below this a median says more about the day than about the team. */
export const LEAST_SAMPLES = 5;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Nothing is forecast beyond this: a huge queue at a tiny pace may exceed the range of instants. */
const HORIZON_MS = 3_650 * DAY_MS;

interface Step {
  name: PaceName;
  usualMs: number | null;
  leftMs: number;
}

interface Question {
  pace: Throughput;
  nowMs: number;
  queue: ReadonlyMap<string, number>;
}

/**
 * Forecasts which open clocks will be missed at the current pace. Notices are worked on in order of their nearest due;
 * a decision needs drafting and approval, complying needs enforcement as well, any other duty its usual time from its
 * start.
 * A step of unknown pace counts as taking no time, so without measurements nothing is reported late.
 */
export function forecastBreaches<C extends ForecastClock>(input: {
  clocks: readonly C[];
  pace: Throughput;
  nowMs: number;
}): Forecast<C> {
  const { clocks, pace, nowMs } = input;
  const duties = clocks
    .filter(({ kind, dueAtMs }) => !isRight(kind) && dueAtMs > nowMs)
    .sort((one, other) => one.dueAtMs - other.dueAtMs || compare(one.id, other.id));
  const question = { pace, nowMs, queue: computeQueue(duties) };
  const unknown = new Set<PaceName>();
  const willMiss: Breach<C>[] = [];
  for (const clock of duties) {
    const steps = stepsTo(clock, question);
    for (const { name, usualMs } of steps) if (usualMs === null) unknown.add(name);
    const neededMs = steps.reduce((sum, { leftMs }) => sum + leftMs, 0);
    const expectedAtMs = nowMs + Math.ceil(Math.min(neededMs, HORIZON_MS));
    if (expectedAtMs > clock.dueAtMs) {
      willMiss.push({ clock, expectedAtMs, why: () => formatWhy({ clock, expectedAtMs, steps }, question) });
    }
  }
  return { willMiss, unknown: [...unknown].sort(compare) };
}

function computeQueue(duties: readonly ForecastClock[]): Map<string, number> {
  const queue = new Map<string, number>();
  let targets = 0;
  for (const { noticeId, undecided } of duties) {
    if (queue.has(noticeId)) continue;
    targets += undecided;
    queue.set(noticeId, targets);
  }
  return queue;
}

function stepsTo(clock: ForecastClock, question: Question): Step[] {
  const { pace, nowMs } = question;
  const { kind, stage } = clock;
  if (kind !== 'decide' && kind !== 'comply') {
    return [underWay(kind, pace.metMs[kind], { sinceMs: clock.startsAtMs, nowMs })];
  }
  const further = kind === 'comply' ? [wholly('enforcement', pace.enforcementMs)] : [];
  if (stage === 'triage' || stage === 'review') {
    return [drafting(clock, question), wholly('approval', pace.approvalMs), ...further];
  }
  if (stage === 'approval') {
    return [underWay('approval', pace.approvalMs, { sinceMs: clock.submittedAtMs ?? nowMs, nowMs }), ...further];
  }
  if (stage !== 'enforcement' || kind === 'decide') return [];
  return [underWay('enforcement', pace.enforcementMs, { sinceMs: clock.approvedAtMs ?? nowMs, nowMs })];
}

function drafting({ noticeId, undecided }: ForecastClock, { pace, queue }: Question): Step {
  const { draftedPerHour } = pace;
  const name = 'drafting';
  if (undecided === 0) return { name, usualMs: 0, leftMs: 0 };
  if (!isKnown(draftedPerHour) || draftedPerHour.value <= 0) return { name, usualMs: null, leftMs: 0 };
  const usualMs = ((queue.get(noticeId) ?? undecided) / draftedPerHour.value) * HOUR_MS;
  return { name, usualMs, leftMs: usualMs };
}

function wholly(name: PaceName, measure: Measure | undefined): Step {
  const usualMs = measure !== undefined && isKnown(measure) ? measure.value : null;
  return { name, usualMs, leftMs: usualMs ?? 0 };
}

function underWay(
  name: PaceName,
  measure: Measure | undefined,
  { sinceMs, nowMs }: { sinceMs: number; nowMs: number },
): Step {
  const step = wholly(name, measure);
  return { ...step, leftMs: step.usualMs === null ? 0 : Math.max(0, sinceMs + step.usualMs - nowMs) };
}

export function isKnown({ samples }: Measure): boolean {
  return samples >= LEAST_SAMPLES;
}

function formatWhy(
  { clock, expectedAtMs, steps }: { clock: ForecastClock; expectedAtMs: number; steps: readonly Step[] },
  question: Question,
): string {
  const { nowMs } = question;
  // Rounded separately, so that a late estimate never reads like one in time.
  const expected = formatLength(expectedAtMs - nowMs, Math.ceil);
  const due = formatLength(clock.dueAtMs - nowMs, Math.floor);
  const said = steps.flatMap((step) => [
    ...(step.name === 'drafting' ? [formatTargets(clock, question)] : []),
    ...listStepTexts(step, clock, question.pace),
  ]);
  return `${said.join(', ')}: expected in ${expected}, due in ${due}`;
}

function formatTargets({ noticeId, undecided }: ForecastClock, { queue }: Question): string {
  if (undecided === 0) return 'not yet submitted';
  const after = (queue.get(noticeId) ?? undecided) > undecided ? ', after those with an earlier deadline' : '';
  return `${formatNumber(undecided)} ${undecided === 1 ? 'target' : 'targets'} undecided${after}`;
}

function listStepTexts(
  { name, usualMs }: Step,
  { undecided }: ForecastClock,
  { draftedPerHour }: Throughput,
): string[] {
  if (usualMs === null) return [`${name} not counted because there is too little data`];
  if (name === 'approval' || name === 'enforcement') return [`${name} takes ${formatLength(usualMs)}`];
  if (name !== 'drafting') return [`a clock of this kind is usually met ${formatLength(usualMs)} after its start`];
  return undecided === 0 ? [] : [`${formatNumber(draftedPerHour.value * 24)} a day at this speed`];
}

function formatLength(ms: number, round: (value: number) => number = Math.round): string {
  if (ms >= HORIZON_MS) return 'ten years or more';
  if (ms >= 3 * DAY_MS) return `${formatNumber(round(ms / DAY_MS))} days`;
  if (ms >= 2 * HOUR_MS) return `${round(ms / HOUR_MS)} h`;
  return `${round(ms / 60_000)} min`;
}

function formatNumber(value: number): string {
  if (value > 0 && value < 0.1) return 'less than 0.1';
  if (value < 10) return String(Math.round(value * 10) / 10);
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
