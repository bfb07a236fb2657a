import type { Overview } from './types.js';

const MINUTE = 60_000;
/** What the charts look back on. */
export const SPAN_MINUTES = 120;
/** A timer that fires later than this is late. */
export const LAG_LIMIT_MS = 1_000;
const DAY = 24 * 60 * MINUTE;

/** A line over time: instants in seconds, as the charts take them, and values. */
export interface Line {
  at: number[];
  values: (number | null)[];
}

/** The last two hours by the minute, up to the last whole one, in milliseconds. */
function minutesUpTo(now: number): number[] {
  const last = minuteOf(now) - MINUTE;
  return Array.from({ length: SPAN_MINUTES }, (_, place) => last - (SPAN_MINUTES - 1 - place) * MINUTE);
}

const minuteOf = (ms: number) => Math.floor(ms / MINUTE) * MINUTE;

/**
 * A count a minute. A minute of which nothing is told had none, but for those before what is told begins: a very busy
 * desk looks back on less.
 */
export function perMinute(series: Overview['series'], count: 'applied' | 'decisions', now: number): Line {
  const told = new Map(series.map((one) => [minuteOf(Date.parse(one.at)), one[count]]));
  const first = Math.min(...told.keys());
  const at = minutesUpTo(now);
  return { at: at.map((ms) => ms / 1_000), values: at.map((ms) => told.get(ms) ?? (ms < first ? null : 0)) };
}

/** How late timers fired, in seconds. A minute in which none fired has no value: no timer is not a timer on time. */
export function lagLines(timerLag: Overview['timerLag'], now: number): { p99: Line; p50: Line } {
  const told = new Map(timerLag.map((one) => [minuteOf(Date.parse(one.at)), one]));
  const at = minutesUpTo(now);
  const line = (name: 'p50' | 'p99') => ({
    at: at.map((ms) => ms / 1_000),
    values: at.map((ms) => {
      const value = told.get(ms)?.[name];
      return value === undefined ? null : value / 1_000;
    }),
  });
  return { p99: line('p99'), p50: line('p50') };
}

/** The last value of a line; null when it has none. */
export function lastOf({ values }: Line): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** The largest value of a line; 0 when it has none. */
export function largestOf({ values }: Line): number {
  return values.reduce<number>((largest, value) => Math.max(largest, value ?? 0), 0);
}

/** The sum of a line. */
export function sumOf({ values }: Line): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** An own clock on the strip of the next 24 hours. */
export type DueMark = Overview['dueSoon'][number] & {
  /** From now, 0, to 24 hours on, 1. */
  place: number;
};

/** Own clocks of the next 24 hours, the nearest first. */
export function dueMarks(dueSoon: Overview['dueSoon'], now: number): DueMark[] {
  return dueSoon
    .map((due) => ({ ...due, place: (Date.parse(due.dueAt) - now) / DAY }))
    .filter(({ place }) => place >= 0 && place <= 1)
    .sort((one, other) => one.place - other.place);
}

/** The end of a notice's number, enough to tell it on a strip: `…42`. */
export function shortNumber(number: string): string {
  return `…${number.slice(-2)}`;
}

/** The top of the scale: a round number over the largest value, and over the limit. */
export function topOf({ lines, limit }: { lines: readonly { line: Line }[]; limit?: { value: number } }): number {
  const largest = Math.max(limit?.value ?? 0, ...lines.map(({ line }) => largestOf(line)));
  if (largest <= 0) return limit === undefined ? 2 : 1;
  const step = 10 ** Math.floor(Math.log10(largest));
  const top = [1, 2, 4, 6, 8, 10].map((times) => times * step).find((value) => value >= largest) ?? largest;
  // Counts have no halves.
  return limit === undefined ? Math.max(2, top) : top;
}

/** Names from above to below, none over another and none below the lowest place: those too near give way. */
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

/** What a label takes of the strip. */
const LABEL_SHARE = 0.14;

/** Numbers over the marks at risk; of those too near each other the first, with how many more there are. */
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
