import { addMonths, FIRST_DAY, LAST_DAY, weekdayIndex, DAY_MS } from './calendar-date.js';
import { instantDue, settle, toLocalDue, TOO_EARLY, TOO_LATE } from './due.js';
import type { Due } from './due.js';
import type { Calendar, ParsedInput, Rule } from './input.js';
import type { Zone } from './local-time.js';
import { bad, good } from './result.js';
import type { Result } from './result.js';
import { countOpenTime } from './windows.js';
import type { Span } from './windows.js';

export const UNIT_MS = { minute: 60_000, hour: 3_600_000, business_hour: 3_600_000 } as const;

const NO_BUSINESS_DATE = 'the calendar never gives a business date';

export function isBusinessDay(calendar: Calendar, day: number): boolean {
  return !calendar.weekend.has(weekdayIndex(day)) && !calendar.holidays.has(day);
}

/** Counts business dates after `day`; an amount of 0 returns `day` unchanged, business date or not. */
export function addBusinessDays(calendar: Calendar, day: number, amount: number): Result<number> {
  if (amount > 0 && calendar.weekend.size === 7) return bad(NO_BUSINESS_DATE);
  if (amount > LAST_DAY - day) return bad(TOO_LATE);
  let reached = day;
  for (let left = amount; left > 0; ) {
    reached += 1;
    if (reached > LAST_DAY) return bad(TOO_LATE);
    if (isBusinessDay(calendar, reached)) left -= 1;
  }
  return good(reached);
}

/** Business dates `d` with `from ≤ d < to`. */
export function countBusinessDays(calendar: Calendar, from: number, to: number): number {
  let count = 0;
  for (let day = from; day < to; day += 1) if (isBusinessDay(calendar, day)) count += 1;
  return count;
}

export function rollDue(zone: Zone, { rule, calendar }: { rule: Rule; calendar: Calendar }, due: Due): Result<Due> {
  if (rule.roll === 'none') return good(due);
  const local = toLocalDue(zone, due);
  if (isBusinessDay(calendar, local.day)) return good(due);
  if (calendar.weekend.size === 7) return bad(NO_BUSINESS_DATE);
  const step = rule.roll === 'following' ? 1 : -1;
  let { day } = local;
  while (!isBusinessDay(calendar, day)) {
    day += step;
    if (day > LAST_DAY) return bad(TOO_LATE);
    if (day < FIRST_DAY) return bad(TOO_EARLY);
  }
  return good({ ...local, day });
}

function lastDay(startDay: number, { rule, calendar }: ParsedInput): Result<number> {
  if (rule.unit === 'business_day') return addBusinessDays(calendar, startDay, rule.amount);
  const day = rule.unit === 'month' ? addMonths(startDay, rule.amount) : startDay + rule.amount;
  return day > LAST_DAY ? bad(TOO_LATE) : good(day);
}

/** Returns the due before any roll. `pauses` are finished pauses, whose open time a `business_hour` count excludes. */
export function countFromStart(zone: Zone, input: ParsedInput, pauses: readonly Span[]): Result<Due> {
  const { rule, startMs, calendar } = input;
  if (rule.unit === 'minute' || rule.unit === 'hour')
    return settled(zone, instantDue(startMs + rule.amount * UNIT_MS[rule.unit]));
  if (rule.unit === 'business_hour') {
    const ms = countOpenTime(zone, calendar, {
      fromMs: startMs,
      amountMs: rule.amount * UNIT_MS.business_hour,
      pauses,
    });
    return ms.ok ? good(instantDue(ms.value)) : ms;
  }
  const start = toLocalDue(zone, instantDue(startMs));
  const day = lastDay(start.day, input);
  if (!day.ok) return day;
  return good({ is: 'local', day: day.value, timeMs: rule.dueTime === 'end_of_day' ? DAY_MS : start.timeMs });
}

function settled(zone: Zone, due: Due): Result<Due> {
  const ms = settle(zone, due);
  return ms.ok ? good(due) : ms;
}
