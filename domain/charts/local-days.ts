import { weekdayIndex } from '../clock-arithmetic/calendar-date.js';

/** The calendar of a reader's time zone. */
export interface LocalDays {
  /** Whole days since 1970-01-01 on the wall clock. */
  day(ms: number): number;
  hour(ms: number): number;
  /** As in `2026-11`. */
  month(ms: number): string;
}

/** Monday of the day's week. */
export const weekOf = (day: number) => day - weekdayIndex(day);
