import { WEEKDAYS, parseDay, weekdayIndex } from '../clock-arithmetic/calendar-date.js';
import { localDateIn } from '../clock-arithmetic/index.js';
import type { CalendarVersion, CalendarYears } from '../rulebook/regime.js';

function has({ from, to }: CalendarYears, year: number): boolean {
  return from <= year && year <= to;
}

function yearsBetween(zone: string, startMs: number, dueMs: number): number[] {
  const getLocalYear = (ms: number) => Number(localDateIn(zone, ms).slice(0, 4));
  const [first, last] = [getLocalYear(Math.min(startMs, dueMs)), getLocalYear(Math.max(startMs, dueMs))];
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}

function halfDaysBetween(
  { zone, weekend, halfDays = [] }: CalendarVersion,
  { startMs, dueMs }: { startMs: number; dueMs: number },
): string[] {
  const [first, last] = [localDateIn(zone, startMs), localDateIn(zone, dueMs)].sort();
  const inRun = halfDays.filter(
    ({ date }) => first !== undefined && last !== undefined && first <= date && date <= last,
  );
  return inRun
    .filter(({ date }) => !weekend.some((day) => WEEKDAYS[weekdayIndex(parseDay(date) ?? 0)] === day))
    .map(({ date, opensAt, closesAt }) =>
      [date, opensAt && `from ${opensAt}`, closesAt && `to ${closesAt}`].filter(Boolean).join(' '),
    );
}

/**
 * Returns the receipt's remarks on its calendar: years without a list, years with a draft list, and half-days. Without
 * a list every day that is not on a weekend counts as open, and a half-day as a whole one, so that the due is never too
 * late.
 */
export function spanNotes(calendar: CalendarVersion, run: { startMs: number; dueMs: number }): string[] {
  const { id, zone, years } = calendar;
  const wanted = years.length === 0 ? [] : yearsBetween(zone, run.startMs, run.dueMs);
  const outside = wanted.filter((year) => !years.some((span) => has(span, year)));
  const drafts = wanted.filter((year) => years.some((span) => span.status === 'draft' && has(span, year)));
  const halves = halfDaysBetween(calendar, run);
  return [
    ...outside.map(
      (year) =>
        `The calendar ${id} has no list for ${year}: every day but weekends counts as open, the stricter reading.`,
    ),
    ...drafts.map((year) => `The holidays of ${year} in the calendar ${id} are a draft.`),
    ...(halves.length === 0
      ? []
      : [
          `Half-days in the calendar ${id}: ${halves.join(', ')}. Each counts as a whole working day, the stricter reading.`,
        ]),
  ];
}

export function findLastYear({ years }: Pick<CalendarVersion, 'years'>): number | undefined {
  return years.length === 0 ? undefined : Math.max(...years.map(({ to }) => to));
}
