import { FIRST_MS, parseDay, WEEKDAYS } from './calendar-date.js';
import type { Weekday } from './calendar-date.js';
import { parseInstant } from './instant-text.js';
import { isZoneName } from './local-time.js';
import {
  DUE_TIMES,
  EXTEND_UNITS,
  ROLLS,
  UNITS,
  type DueTime,
  type ExtendUnit,
  type Roll,
  type Unit,
} from './counting-words.js';
import { bad, good } from './result.js';
import type { Result } from './result.js';

/** One input line of `notice-desk clock compute` without its id (docs/integrating/interface.md, Clock arithmetic). */
export interface ClockInput {
  zone: string;
  start: string;
  rule: {
    amount: number;
    unit: Unit;
    dueTime?: DueTime;
    roll?: Roll;
    stop?: boolean;
  };
  calendar?: { weekend?: Weekday[]; holidays?: string[]; windows?: Partial<Record<Weekday, [string, string][]>> };
  events?: ({ type: 'pause' | 'resume'; at: string } | { type: 'extend'; amount: number; unit: ExtendUnit })[];
}

export interface Rule {
  amount: number;
  unit: Unit;
  dueTime: DueTime;
  roll: Roll;
  stop: boolean;
}
/** Minutes of the day; closing is exclusive. */
export interface Window {
  opensAt: number;
  closesAt: number;
}
export interface Calendar {
  weekend: ReadonlySet<number>;
  holidays: ReadonlySet<number>;
  /** Indexed like `WEEKDAYS`. */
  windows: readonly (readonly Window[])[];
}
export type ClockEvent =
  | { type: 'pause' | 'resume'; atMs: number }
  | { type: 'extend'; amount: number; unit: ExtendUnit };
export interface ParsedInput {
  zone: string;
  startMs: number;
  rule: Rule;
  calendar: Calendar;
  events: ClockEvent[];
}

type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function readOneOf<T extends string>(path: string, value: unknown, choices: readonly T[]): Result<T> {
  const found = choices.find((choice) => choice === value);
  return found === undefined ? bad(`${path} must be one of ${choices.join(', ')}, not ${show(value)}`) : good(found);
}

function wholeAmount(path: string, value: unknown): Result<number> {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    return bad(`${path} must be a whole number from 0, not ${show(value)}`);
  }
  return good(value);
}

function parseRule(value: unknown): Result<Rule> {
  if (!isObject(value)) return bad('rule must be an object with amount and unit');
  const amount = wholeAmount('rule.amount', value['amount']);
  if (!amount.ok) return amount;
  const unit = readOneOf('rule.unit', value['unit'], UNITS);
  if (!unit.ok) return unit;
  const dueTime = readOneOf('rule.dueTime', value['dueTime'] === undefined ? 'same_time' : value['dueTime'], DUE_TIMES);
  if (!dueTime.ok) return dueTime;
  const roll = readOneOf('rule.roll', value['roll'] === undefined ? 'none' : value['roll'], ROLLS);
  if (!roll.ok) return roll;
  const stop = value['stop'] === undefined ? false : value['stop'];
  if (typeof stop !== 'boolean') return bad(`rule.stop must be true or false, not ${show(stop)}`);
  return good({ amount: amount.value, unit: unit.value, dueTime: dueTime.value, roll: roll.value, stop });
}

function parseWeekend(value: unknown): Result<Set<number>> {
  if (!Array.isArray(value)) return bad(`calendar.weekend must be a list of ${WEEKDAYS.join(', ')}`);
  const weekend = new Set<number>();
  for (const [index, entry] of value.entries()) {
    const weekday = readOneOf(`calendar.weekend[${index}]`, entry, WEEKDAYS);
    if (!weekday.ok) return weekday;
    weekend.add(WEEKDAYS.indexOf(weekday.value));
  }
  return good(weekend);
}

function parseHolidays(value: unknown): Result<Set<number>> {
  if (!Array.isArray(value)) return bad('calendar.holidays must be a list of dates like 2026-01-26');
  const holidays = new Set<number>();
  for (const [index, entry] of value.entries()) {
    const day = typeof entry === 'string' ? parseDay(entry) : undefined;
    if (day === undefined) return bad(`calendar.holidays[${index}] must be a date like 2026-01-26, not ${show(entry)}`);
    holidays.add(day);
  }
  return good(holidays);
}

function parseTimeOfDay(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/.exec(value) : null;
  return match ? Number(match[1] ?? match[3]) * 60 + Number(match[2] ?? match[4]) : undefined;
}

function parseWindow(path: string, value: unknown): Result<Window> {
  const pair: unknown[] = Array.isArray(value) && value.length === 2 ? value : [];
  const opensAt = parseTimeOfDay(pair[0]);
  const closesAt = parseTimeOfDay(pair[1]);
  if (opensAt === undefined || closesAt === undefined) {
    return bad(`${path} must be a pair like ["09:00","13:00"] (24:00 may close it), not ${show(value)}`);
  }
  if (closesAt <= opensAt) return bad(`${path} must close after it opens, on the same date: ${show(value)}`);
  return good({ opensAt, closesAt });
}

function parseWindows(value: unknown): Result<Window[][]> {
  if (!isObject(value)) return bad('calendar.windows must be an object from weekday to windows');
  // A misspelled weekday would count as a closed day and make the due late.
  for (const key of Object.keys(value)) {
    const weekday = readOneOf('a key of calendar.windows', key, WEEKDAYS);
    if (!weekday.ok) return weekday;
  }
  const windows: Window[][] = [];
  for (const weekday of WEEKDAYS) {
    const path = `calendar.windows.${weekday}`;
    const entries = Object.hasOwn(value, weekday) ? value[weekday] : [];
    if (!Array.isArray(entries)) return bad(`${path} must be a list of windows`);
    const ofDay: Window[] = [];
    for (const [index, entry] of entries.entries()) {
      const window = parseWindow(`${path}[${index}]`, entry);
      if (!window.ok) return window;
      ofDay.push(window.value);
    }
    windows.push(ofDay);
  }
  return good(windows);
}

function parseCalendar(value: unknown, units: readonly string[]): Result<Calendar> {
  if (value !== undefined && !isObject(value))
    return bad('calendar must be an object with weekend, holidays and windows');
  const parts = value ?? {};
  if (units.includes('business_day') && parts['weekend'] === undefined)
    return bad('business_day needs calendar.weekend');
  if (units.includes('business_hour') && parts['windows'] === undefined)
    return bad('business_hour needs calendar.windows');
  const weekend = parseWeekend(parts['weekend'] === undefined ? [] : parts['weekend']);
  if (!weekend.ok) return weekend;
  const holidays = parseHolidays(parts['holidays'] === undefined ? [] : parts['holidays']);
  if (!holidays.ok) return holidays;
  const windows = parseWindows(parts['windows'] === undefined ? {} : parts['windows']);
  if (!windows.ok) return windows;
  return good({ weekend: weekend.value, holidays: holidays.value, windows: windows.value });
}

function parseEvent(path: string, value: unknown): Result<ClockEvent> {
  if (!isObject(value)) return bad(`${path} must be an object with a type`);
  const type = readOneOf(`${path}.type`, value['type'], ['pause', 'resume', 'extend'] as const);
  if (!type.ok) return type;
  if (type.value === 'extend') {
    const amount = wholeAmount(`${path}.amount`, value['amount']);
    if (!amount.ok) return amount;
    const unit = readOneOf(`${path}.unit`, value['unit'], EXTEND_UNITS);
    return unit.ok ? good({ type: 'extend', amount: amount.value, unit: unit.value }) : unit;
  }
  const at = parseInstant(`${path}.at`, value['at']);
  return at.ok ? good({ type: type.value, atMs: at.value }) : at;
}

function parseEvents(value: unknown): Result<ClockEvent[]> {
  if (value === undefined) return good([]);
  if (!Array.isArray(value)) return bad('events must be a list');
  const events: ClockEvent[] = [];
  for (const [index, entry] of value.entries()) {
    const event = parseEvent(`events[${index}]`, entry);
    if (!event.ok) return event;
    events.push(event.value);
  }
  return good(events);
}

/** Parses one line. Ignores unknown fields; validates every known field, even if unused. */
export function parseInput(input: unknown): Result<ParsedInput> {
  if (!isObject(input)) return bad('a line must be a JSON object');
  const { zone } = input;
  if (typeof zone !== 'string' || !isZoneName(zone)) {
    return bad(`zone must be an IANA time-zone name in its own letter case, like Asia/Kolkata, not ${show(zone)}`);
  }
  const start = parseInstant('start', input['start']);
  if (!start.ok) return start;
  if (start.value < FIRST_MS) return bad('start lies before year 0001 in UTC');
  const rule = parseRule(input['rule']);
  if (!rule.ok) return rule;
  const events = parseEvents(input['events']);
  if (!events.ok) return events;
  const units = [rule.value.unit, ...events.value.flatMap((event) => (event.type === 'extend' ? [event.unit] : []))];
  const calendar = parseCalendar(input['calendar'], units);
  if (!calendar.ok) return calendar;
  return good({ zone, startMs: start.value, rule: rule.value, calendar: calendar.value, events: events.value });
}
