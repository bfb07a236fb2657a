import { formatDay, formatWeekday } from '../../parts/format.js';

/** A calendar day of the reader; at noon, so that no zone moves it. */
const atNoon = (day: string) => `${day}T12:00:00`;

/** `2026-11-30` as `30 Nov`. */
export function nameDay(day: string): string {
  return dropYear(formatDay(atNoon(day)));
}

/** `2026-11-30` as `Mon 30 Nov`. */
export const nameWeekday = (day: string) => formatWeekday(atNoon(day));

/** `2026-11` as `Nov 2026`. */
export function nameMonth(month: string): string {
  return formatDay(atNoon(`${month}-01`)).replace(/^\D*1(er)?\.?\s+/, '');
}

function dropYear(text: string): string {
  return text.replace(/,?\s+\d{4}$/, '');
}

/** Every month from the first to the last, with those in which nothing arrived. */
export function listMonths(months: readonly string[]): string[] {
  const sorted = months.toSorted();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const all: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) all.push(month);
  return all;
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
