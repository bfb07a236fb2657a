import type { ContenderFigures } from './figures.js';
import type { ContenderKey } from './lines.js';

export interface Goal {
  goal: string;
  measured: string;
  /** Undefined while something that it compares is not measured. */
  isMet: boolean | undefined;
}

const CLIENTS = 8;
const ORDER_TARGETS = 1_178;
const ORDER_MS = 1_000;
const FRESH_MS = 100;
const STEP_RATIO = 1.25;
const RATE_RATIO = 2;
const TIMER_GOALS = [
  { open: 1_000, lateMs: 150 },
  { open: 10_000, lateMs: 500 },
] as const;

/** The desk's goals beside what one would use instead. */
export function computeGoals(figures: readonly ContenderFigures[]): Goal[] {
  const find = (key: ContenderKey) => figures.find((one) => one.key === key);
  const desk = find('desk');
  const step = (key: ContenderKey) => find(key)?.steps.get(CLIENTS);
  return [
    toGoal(`step p99 at ${CLIENTS} clients at most ${STEP_RATIO} × DBOS`, {
      value: divide(step('desk')?.p99Ms, step('dbos')?.p99Ms),
      format: (ratio) => `${ratio.toFixed(2)} ×`,
      isMet: (ratio) => ratio <= STEP_RATIO,
    }),
    toGoal(`steps a second and core at least ${RATE_RATIO} × the BPM engine`, {
      value: divide(step('desk')?.perSecondPerCore, step('bpm')?.perSecondPerCore),
      format: (ratio) => `${ratio.toFixed(2)} ×`,
      isMet: (ratio) => ratio >= RATE_RATIO,
    }),
    atMost(`freshness p99 at most ${FRESH_MS} ms at 20 commands a second`, desk?.freshness?.p99Ms, FRESH_MS),
    ...TIMER_GOALS.map(({ open, lateMs }) =>
      atMost(`timers at most ${lateMs} ms late (p99), ${open} open`, desk?.timers.get(open)?.p99Ms, lateMs),
    ),
    atMost(
      `order of ${ORDER_TARGETS} proven in force within ${ORDER_MS / 1_000} s over HTTP`,
      desk?.order?.targets === ORDER_TARGETS ? desk.order.ms : undefined,
      ORDER_MS,
    ),
  ];
}

interface Compared {
  value: number | undefined;
  format: (value: number) => string;
  isMet: (value: number) => boolean;
}

function toGoal(goal: string, { value, format, isMet }: Compared): Goal {
  if (value === undefined) return { goal, measured: '-', isMet: undefined };
  return { goal, measured: format(value), isMet: isMet(value) };
}

function atMost(goal: string, value: number | undefined, max: number): Goal {
  return toGoal(goal, { value, format: (ms) => `${ms.toFixed(0)} ms`, isMet: (ms) => ms <= max });
}

function divide(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}
