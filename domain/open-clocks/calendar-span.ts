import { localDateIn } from '../clock-arithmetic/index.js';
import type { CalendarVersion, CalendarYears } from '../law/regime.js';

function has({ from, to }: CalendarYears, year: number): boolean {
  return from <= year && year <= to;
}

/** The years in which a clock runs, by the dates of its zone. */
function yearsBetween(zone: string, startMs: number, dueMs: number): number[] {
  const yearOf = (ms: number) => Number(localDateIn(zone, ms).slice(0, 4));
  const [first, last] = [yearOf(Math.min(startMs, dueMs)), yearOf(Math.max(startMs, dueMs))];
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}

/**
 * What a receipt has to say of the calendar it was counted in: years for which it has no list, and years whose list is a
 * draft. Without a list a day that is no weekend counts as open, so that the due comes no later than it can.
 */
export function spanNotes(
  { id, zone, years = [] }: CalendarVersion,
  { startMs, dueMs }: { startMs: number; dueMs: number },
): string[] {
  if (years.length === 0) return [];
  const wanted = yearsBetween(zone, startMs, dueMs);
  const outside = wanted.filter((year) => !years.some((span) => has(span, year)));
  const drafts = wanted.filter((year) => years.some((span) => span.status === 'draft' && has(span, year)));
  return [
    ...outside.map(
      (year) =>
        `The calendar ${id} has no list for ${year}: every day but weekends counts as open, the stricter reading.`,
    ),
    ...drafts.map((year) => `The holidays of ${year} in the calendar ${id} are a draft.`),
  ];
}

/** The last year for which a calendar has a list; undefined where it needs none. */
export function lastYearOf({ years = [] }: Pick<CalendarVersion, 'years'>): number | undefined {
  return years.length === 0 ? undefined : Math.max(...years.map(({ to }) => to));
}
