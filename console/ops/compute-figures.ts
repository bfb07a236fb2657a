import type { Overview } from './types.js';

const MINUTE = 60_000;
export const SPAN_MINUTES = 120;
/** A timer that fires more than this many milliseconds after its due time is late. */
export const LAG_LIMIT_MS = 1_000;
const DAY = 24 * 60 * MINUTE;

/** A series over time: instants in seconds, as uPlot takes them, and values; null is a gap. */
export interface ChartLine {
  at: number[];
  values: (number | null)[];
}

function minutesUpTo(now: number): number[] {
  const last = floorToMinute(now) - MINUTE;
  return Array.from({ length: SPAN_MINUTES }, (_, place) => last - (SPAN_MINUTES - 1 - place) * MINUTE);
}

const floorToMinute = (ms: number) => Math.floor(ms / MINUTE) * MINUTE;

/**
 * Returns counts per minute. A minute without data counts 0, but is null before the first one, because a busy server
 * keeps a shorter history.
 */
export function perMinute(series: Overview['series'], count: 'applied' | 'decisions', now: number): ChartLine {
  const counts = new Map(series.map((one) => [floorToMinute(Date.parse(one.at)), one[count]]));
  const first = Math.min(...counts.keys());
  const at = minutesUpTo(now);
  return { at: at.map((ms) => ms / 1_000), values: at.map((ms) => counts.get(ms) ?? (ms < first ? null : 0)) };
}

/** Returns how late timers fired, in seconds. A minute without timers is null, because that does not mean on time. */
export function lagLines(timerLag: Overview['timerLag'], now: number): { p99: ChartLine; p50: ChartLine } {
  const lags = new Map(timerLag.map((one) => [floorToMinute(Date.parse(one.at)), one]));
  const at = minutesUpTo(now);
  const line = (name: 'p50' | 'p99') => ({
    at: at.map((ms) => ms / 1_000),
    values: at.map((ms) => {
      const value = lags.get(ms)?.[name];
      return value === undefined ? null : value / 1_000;
    }),
  });
  return { p99: line('p99'), p50: line('p50') };
}

/** Returns the last value of a line; null if it has none. */
export function getLastValue({ values }: ChartLine): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** Returns the largest value of a line; 0 if it has none. */
export function getMaxValue({ values }: ChartLine): number {
  return values.reduce<number>((largest, value) => Math.max(largest, value ?? 0), 0);
}

export function sumValues({ values }: ChartLine): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

export type DueMark = Overview['dueSoon'][number] & {
  /** 0 is now, 1 is 24 hours from now. */
  place: number;
};

/** Returns our own clocks due within 24 hours, nearest first. */
export function dueMarks(dueSoon: Overview['dueSoon'], now: number): DueMark[] {
  return dueSoon
    .map((due) => ({ ...due, place: (Date.parse(due.dueAt) - now) / DAY }))
    .filter(({ place }) => place >= 0 && place <= 1)
    .sort((one, other) => one.place - other.place);
}

export function shortNumber(number: string): string {
  return `…${number.slice(-2)}`;
}

/** Returns the top of the scale: a round number above the largest value and the limit. */
export function computeTop({
  lines,
  limit,
}: {
  lines: readonly { line: ChartLine }[];
  limit?: { value: number };
}): number {
  const largest = Math.max(limit?.value ?? 0, ...lines.map(({ line }) => getMaxValue(line)));
  if (largest <= 0) return limit === undefined ? 2 : 1;
  const step = 10 ** Math.floor(Math.log10(largest));
  const top = [1, 2, 4, 6, 8, 10].map((times) => times * step).find((value) => value >= largest) ?? largest;
  // Counts have no fractions.
  return limit === undefined ? Math.max(2, top) : top;
}

/** Spreads labels vertically so that they are at least `least` apart and none is below `lowest`. */
export function apart<T extends { y: number }>(
  names: readonly T[],
  { least, lowest }: { least: number; lowest: number },
): T[] {
  const sorted = names.toSorted((one, other) => one.y - other.y).map((one) => ({ ...one }));
  sorted.forEach((one, place) => {
    one.y = Math.max(one.y, (sorted[place - 1]?.y ?? Number.NEGATIVE_INFINITY) + least);
  });
  sorted.toReversed().forEach((one, fromBelow, all) => {
    one.y = Math.min(one.y, fromBelow === 0 ? lowest : (all[fromBelow - 1]?.y ?? lowest) - least);
  });
  return sorted;
}

const LABEL_SHARE = 0.14;

/** Labels the marks at risk; of several close together only the first is named, with the number of the others. */
export function dueLabels(marks: readonly DueMark[]): { key: string; place: number; text: string }[] {
  const labels: { key: string; place: number; number: string; more: number }[] = [];
  for (const { atRisk, place, number, notice, kind } of marks) {
    const before = labels.at(-1);
    if (!atRisk || before?.number === number) continue;
    if (before !== undefined && place - before.place < LABEL_SHARE) before.more += 1;
    else labels.push({ key: `${notice}${kind}${place}`, place, number, more: 0 });
  }
  return labels.map(({ key, place, number, more }) => ({
    key,
    place,
    text: more === 0 ? shortNumber(number) : `${shortNumber(number)} +${more}`,
  }));
}
