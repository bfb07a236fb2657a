import { DAY_MS, weekdayIndex } from './calendar-date.js';
import { isBusinessDay } from './counting.js';
import { instantDue, toLocalDue } from './due.js';
import type { Due } from './due.js';
import { formatDates } from './in-words.js';
import type { Calendar, ParsedInput } from './input.js';
import { formatLocal, formatOnWallClock } from './local-time.js';
import type { Zone } from './local-time.js';

export const DETAIL = /^(stepped over |local time |the pause took )/;

function listSteppedOver(from: number, to: number, reasonOf: (day: number) => string | null): string[] {
  const dates = formatDates(from, to, reasonOf);
  return dates === '' ? [] : [`stepped over ${dates}`];
}

export function reasonAgainst(calendar: Calendar, day: number): string | null {
  if (isBusinessDay(calendar, day)) return null;
  const weekend = calendar.weekend.has(weekdayIndex(day));
  if (!calendar.holidays.has(day)) return 'weekend';
  return weekend ? 'weekend and holiday' : 'holiday';
}

export function listNoBusiness(calendar: Calendar, from: number, to: number): string[] {
  return listSteppedOver(from, to, (day) => reasonAgainst(calendar, day));
}

function reasonClosed(zone: Zone, calendar: Calendar, day: number): string | null {
  if (calendar.holidays.has(day)) return 'holiday';
  if ((calendar.windows[weekdayIndex(day)] ?? []).length === 0) return 'no windows';
  return zone.skips(day) ? 'no such date in the zone' : null;
}

export function listOddTime(zone: Zone, localMs: number): string[] {
  const times = zone.occurrences(localMs);
  if (times === 1) return [];
  const how = times === 0 ? 'does not exist' : 'occurs twice';
  const instant = formatLocal(zone, zone.toInstant(localMs));
  return [`local time ${formatOnWallClock(localMs)} ${how} in ${zone.id}: taken as the earlier instant, ${instant}`];
}

function listOddEdges(zone: Zone, calendar: Calendar, from: number, to: number): string[] {
  const lines: string[] = [];
  for (let day = from; day <= to; day += 1) {
    if (reasonClosed(zone, calendar, day) !== null) continue;
    const midnight = day * DAY_MS;
    if (zone.toInstant(midnight + DAY_MS) - zone.toInstant(midnight) === DAY_MS) continue;
    const edges = (calendar.windows[weekdayIndex(day)] ?? []).flatMap(({ opensAt, closesAt }) => [opensAt, closesAt]);
    for (const minutes of new Set(edges)) lines.push(...listOddTime(zone, midnight + minutes * 60_000));
  }
  return lines;
}

export function listClosed(
  zone: Zone,
  calendar: Calendar,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): string[] {
  const from = toLocalDue(zone, instantDue(fromMs)).day;
  const to = toLocalDue(zone, instantDue(toMs)).day;
  return [
    ...listSteppedOver(from, to, (day) => reasonClosed(zone, calendar, day)),
    ...listOddEdges(zone, calendar, from, to),
  ];
}

export function listCounted(zone: Zone, { startMs, rule, calendar }: ParsedInput, due: Due): string[] {
  if (rule.unit === 'business_day') {
    const first = toLocalDue(zone, instantDue(startMs)).day + 1;
    return listNoBusiness(calendar, first, toLocalDue(zone, due).day);
  }
  if (rule.unit === 'business_hour' && due.is === 'instant')
    return listClosed(zone, calendar, { fromMs: startMs, toMs: due.ms });
  return [];
}
