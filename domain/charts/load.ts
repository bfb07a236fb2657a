import { LEAST_SAMPLES } from '../clocks/forecast.js';
import { describeDay, weekdayIndex } from '../clock-arithmetic/calendar-date.js';
import type { LocalDays } from './local-days.js';

/** An open notice: its undecided targets, and its nearest deadline of ours for deciding or complying. */
export interface OpenWork {
  dueMs: number;
  undecided: number;
}

/** An hour of the past in which people decided. */
export interface WorkedHour {
  atMs: number;
  people: number;
  decisions: number;
}

/** Four weeks, so that each weekday counts four times (company default). */
export const CAPACITY_DAYS = 28;
const LOAD_DAYS = 7;

export interface LoadDay {
  day: string;
  /** Undecided targets with a deadline on this day; on the first day those overdue too. */
  due: number;
  /** Decisions that people made on this weekday at the measured speed; null: too little history. */
  capacity: number | null;
}

export interface Load {
  /** Decisions per person and hour; null: too little history. */
  perPersonHour: number | null;
  days: LoadDay[];
  later: number;
}

function measureSpeed(worked: readonly WorkedHour[]): number | null {
  const people = worked.reduce((sum, hour) => sum + hour.people, 0);
  const decisions = worked.reduce((sum, hour) => sum + hour.decisions, 0);
  return people === 0 || decisions < LEAST_SAMPLES ? null : decisions / people;
}

/** Person-hours of a usual day of this weekday, from `fromHour` on. */
function usualHours(
  worked: readonly WorkedHour[],
  days: LocalDays,
  { weekday, fromHour, today }: { weekday: number; fromHour: number; today: number },
): number {
  const first = Math.min(today, ...worked.map(({ atMs }) => days.day(atMs)));
  const weeks = Math.max(1, Math.ceil((today - first) / LOAD_DAYS));
  const hours = worked
    .filter(({ atMs }) => weekdayIndex(days.day(atMs)) === weekday && days.hour(atMs) >= fromHour)
    .reduce((sum, { people }) => sum + people, 0);
  return hours / weeks;
}

/** Puts the open work of the next seven days beside what the team usually decides on each of them. */
export function planLoad(input: {
  open: readonly OpenWork[];
  worked: readonly WorkedHour[];
  nowMs: number;
  days: LocalDays;
}): Load {
  const { open, worked, nowMs, days } = input;
  const today = days.day(nowMs);
  const perPersonHour = measureSpeed(worked);
  const dueOn = new Map<number, number>();
  for (const { dueMs, undecided } of open) {
    const day = Math.max(today, days.day(dueMs));
    dueOn.set(day, (dueOn.get(day) ?? 0) + undecided);
  }
  const planned = Array.from({ length: LOAD_DAYS }, (_, ahead): LoadDay => {
    const day = today + ahead;
    const fromHour = ahead === 0 ? days.hour(nowMs) : 0;
    const hours = usualHours(worked, days, { weekday: weekdayIndex(day), fromHour, today });
    return {
      day: describeDay(day),
      due: dueOn.get(day) ?? 0,
      capacity: perPersonHour === null ? null : Math.round(hours * perPersonHour),
    };
  });
  const all = open.reduce((sum, { undecided }) => sum + undecided, 0);
  return { perPersonHour, days: planned, later: all - planned.reduce((sum, { due }) => sum + due, 0) };
}
