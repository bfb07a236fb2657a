/**
 * Calendar dates as whole days since 1970-01-01 (proleptic Gregorian). Integers, because a count that runs to year 9999
 * passes three million dates.
 */

export const DAY_MS = 86_400_000;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export function dayNumber({ year, month, day }: { year: number; month: number; day: number }): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // the Date constructor reads years below 100 as 19xx
  if (date.getUTCMonth() !== month - 1) return undefined; // A day past the end of the month rolls over into the next one.
  return date.getTime() / DAY_MS;
}

/** First and last date that a due may have (docs/integrating/interface.md, Clock arithmetic: years 0001–9999). */
export const FIRST_DAY = -719_162; // 0001-01-01
export const LAST_DAY = 2_932_896; // 9999-12-31
export const FIRST_MS = FIRST_DAY * DAY_MS;
export const LAST_MS = (LAST_DAY + 1) * DAY_MS - 1;

export function parseDay(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match || match[1] === '0000') return undefined;
  return dayNumber({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) });
}

export function describeDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, -14);
}

/** 0 is Monday. Day 0, 1970-01-01, was a Thursday. */
export function weekdayIndex(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/**
 * Adds months; a day past the month's end becomes its last day. The result may exceed `LAST_DAY`, which the caller
 * checks.
 */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * DAY_MS);
  const index = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const year = Math.floor(index / 12);
  if (year > 9999) return Number.POSITIVE_INFINITY;
  const month = (index % 12) + 1;
  for (let dayOfMonth = date.getUTCDate(); ; dayOfMonth -= 1) {
    const found = dayNumber({ year, month, day: dayOfMonth });
    if (found !== undefined) return found;
  }
}
