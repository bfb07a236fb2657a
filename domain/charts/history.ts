import { DAY_MS } from '../clock-arithmetic/calendar-date.js';

export const HISTORY_UNITS = ['hour', 'day'] as const;
export type HistoryUnit = (typeof HISTORY_UNITS)[number];

/** How far back the history goes, in its units: a day of hours, two weeks of days. */
const LENGTH: Record<HistoryUnit, number> = { hour: 24, day: 14 };
const UNIT_MS: Record<HistoryUnit, number> = { hour: 3_600_000, day: DAY_MS };

interface Counted {
  atMs: number;
  count: number;
}

interface Bucket<Name extends string> {
  /** Start, on the hour or at midnight of the zone. */
  atMs: number;
  counts: Record<Name, number>;
}

/** The wall clock of a reader's time zone, in milliseconds. */
interface WallClock {
  toLocal(ms: number): number;
  toInstant(localMs: number): number;
}

interface Calendar {
  unit: HistoryUnit;
  zone: WallClock;
  nowMs: number;
}

/** Start of the first hour or day of the history. */
export function findHistoryStart({ unit, zone: { toLocal, toInstant }, nowMs }: Calendar): number {
  return toInstant((Math.floor(toLocal(nowMs) / UNIT_MS[unit]) - LENGTH[unit] + 1) * UNIT_MS[unit]);
}

/** Counts by hour or day of a zone, oldest first; the last one is not over yet. Empty ones are there with zeros. */
export function countHistory<Name extends string>(
  series: Readonly<Record<Name, readonly Counted[]>>,
  { unit, zone: { toLocal, toInstant }, nowMs }: Calendar,
): Bucket<Name>[] {
  const place = (ms: number) => Math.floor(toLocal(ms) / UNIT_MS[unit]);
  const last = place(nowMs);
  const names = Object.keys(series) as Name[];
  return Array.from({ length: LENGTH[unit] }, (_, nth) => {
    const bucket = last - LENGTH[unit] + 1 + nth;
    const sum = (name: Name) =>
      series[name].reduce((total, { atMs, count }) => (place(atMs) === bucket ? total + count : total), 0);
    const counts = Object.fromEntries(names.map((name) => [name, sum(name)])) as Record<Name, number>;
    return { atMs: toInstant(bucket * UNIT_MS[unit]), counts };
  });
}
