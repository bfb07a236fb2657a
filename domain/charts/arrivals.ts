import type { LocalDays } from './local-days.js';
import type { ChartDays } from './on-time.js';

/** Notices that arrived, alike in all but number. */
export interface Arrived {
  atMs: number;
  count: number;
}

/** An hour in which people worked on notices. */
export interface ActiveHour {
  atMs: number;
  people: number;
}

export interface HourOfDay {
  hour: number;
  arrived: number;
  /** People at work in this hour, on average over the days of the span. */
  people: number;
}

const HOURS = 24;

export function spreadOverDay(
  { arrived, active }: { arrived: readonly Arrived[]; active: readonly ActiveHour[] },
  { fromMs, toMs, days }: ChartDays,
): HourOfDay[] {
  const hours = Array.from({ length: HOURS }, (_, hour): HourOfDay => ({ hour, arrived: 0, people: 0 }));
  const length = Math.max(1, days.day(toMs) - days.day(fromMs));
  for (const { atMs, count } of arrived) addAt(hours, days.hour(atMs), { arrived: count, people: 0 });
  for (const { atMs, people } of active) addAt(hours, days.hour(atMs), { arrived: 0, people: people / length });
  return hours;
}

function addAt(hours: HourOfDay[], hour: number, { arrived, people }: Omit<HourOfDay, 'hour'>): void {
  const row = hours[hour];
  if (row === undefined) return;
  row.arrived += arrived;
  row.people += people;
}

/** Orders of one authority that arrived together. */
export interface ArrivedOrders {
  atMs: number;
  /** Null: not in the directory. */
  authority: string | null;
  name: string;
  orders: number;
  targets: number;
  refused: number;
}

export interface AuthorityMonth {
  month: string;
  orders: number;
  targets: number;
  refused: number;
}

export interface AuthorityMonths {
  authority: string | null;
  name: string;
  orders: number;
  targets: number;
  refused: number;
  months: AuthorityMonth[];
}

/** Orders and refused targets by authority and month, most orders first; months without orders are left out. */
export function countByAuthority(rows: readonly ArrivedOrders[], days: LocalDays): AuthorityMonths[] {
  const found = new Map<string, AuthorityMonths>();
  for (const { atMs, authority, name, ...counts } of rows) {
    const key = authority ?? `: ${name}`;
    const sum = found.get(key) ?? { authority, name, orders: 0, targets: 0, refused: 0, months: [] };
    found.set(key, sum);
    addCounts(sum, counts);
    const month = days.month(atMs);
    let row = sum.months.find((one) => one.month === month);
    if (row === undefined) sum.months.push((row = { month, orders: 0, targets: 0, refused: 0 }));
    addCounts(row, counts);
  }
  for (const { months } of found.values()) months.sort((one, other) => (one.month < other.month ? -1 : 1));
  return [...found.values()].sort((one, other) => other.orders - one.orders || (one.name < other.name ? -1 : 1));
}

type Counts = Omit<AuthorityMonth, 'month'>;

function addCounts(sum: Counts, { orders, targets, refused }: Counts): void {
  sum.orders += orders;
  sum.targets += targets;
  sum.refused += refused;
}
