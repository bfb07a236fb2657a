import { DAY_MS, describeDay, weekdayIndex } from '../clock-arithmetic/calendar-date.js';
import { openZone, type Zone } from '../clock-arithmetic/local-time.js';

const HOUR_MS = 3_600_000;

/** Places instants on the calendar of a reader. */
export interface LocalDays {
  /** Whole days since 1970-01-01 on the wall clock. */
  day(ms: number): number;
  hour(ms: number): number;
  month(ms: number): string;
}

export function openDays(zoneName: string): LocalDays {
  const zone: Zone = openZone(zoneName);
  const day = (ms: number) => Math.floor(zone.toLocal(ms) / DAY_MS);
  return {
    day,
    hour: (ms) => Math.floor((zone.toLocal(ms) - day(ms) * DAY_MS) / HOUR_MS),
    month: (ms) => describeDay(day(ms)).slice(0, 7),
  };
}

/** Monday of the day's week. */
export const weekOf = (day: number) => day - weekdayIndex(day);
