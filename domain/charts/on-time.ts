import { describeDay } from '../clock-arithmetic/calendar-date.js';
import { weekOf, type LocalDays } from './local-days.js';

/** Deadlines of ours that were met or missed, alike in all but number. */
export interface SettledDeadlines {
  /** When they were met or ran out, whichever came first. */
  atMs: number;
  law: string;
  team: string | null;
  isOnTime: boolean;
  count: number;
}

export interface Share {
  name: string;
  onTime: number;
  total: number;
}

export interface ChartDays {
  fromMs: number;
  toMs: number;
  days: LocalDays;
}

const WEEK = 7;

function addTo(sums: Map<string, Share>, name: string, { isOnTime, count }: SettledDeadlines): void {
  const sum = sums.get(name) ?? { name, onTime: 0, total: 0 };
  sums.set(name, { name, onTime: sum.onTime + (isOnTime ? count : 0), total: sum.total + count });
}

/** Share on time by week, named by its Monday; weeks without deadlines are there with zeros. */
export function shareByWeek(rows: readonly SettledDeadlines[], { fromMs, toMs, days }: ChartDays): Share[] {
  const sums = new Map<string, Share>();
  for (let day = weekOf(days.day(fromMs)); day <= days.day(toMs); day += WEEK)
    sums.set(describeDay(day), { name: describeDay(day), onTime: 0, total: 0 });
  for (const row of rows) addTo(sums, describeDay(weekOf(days.day(row.atMs))), row);
  return [...sums.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Share on time by name, lowest first. */
export function shareByName(rows: readonly SettledDeadlines[], nameOf: (row: SettledDeadlines) => string): Share[] {
  const sums = new Map<string, Share>();
  for (const row of rows) addTo(sums, nameOf(row), row);
  return [...sums.values()].sort(
    (one, other) => one.onTime / one.total - other.onTime / other.total || (one.name < other.name ? -1 : 1),
  );
}
