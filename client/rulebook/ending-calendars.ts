import { localDateIn } from '../../domain/clock-arithmetic/index.js';
import { lastYearOf } from '../../domain/open-clocks/index.js';
import type { Rulebook } from '../../rulebook/rulebook.js';

export const CALENDAR_ENDS = 'calendar_ends' as const;

/** So long before its last list ends a calendar is told of: the next year's is gazetted by then (house rule). */
const AHEAD_MS = 60 * 24 * 3_600_000;

/** Calendars that a law in force counts in and whose lists end soon or have ended. */
export function endingCalendars(
  { listRegimes, calendar }: Pick<Rulebook, 'listRegimes' | 'calendar'>,
  nowMs: number,
): { id: string; lastYear: number }[] {
  const used = new Set(listRegimes({ atMs: nowMs }).flatMap((version) => version.calendar ?? []));
  return [...used].sort().flatMap((id) => {
    const found = calendar(id);
    const lastYear = found === undefined ? undefined : lastYearOf(found);
    if (found === undefined || lastYear === undefined) return [];
    return Number(localDateIn(found.zone, nowMs + AHEAD_MS).slice(0, 4)) > lastYear ? [{ id, lastYear }] : [];
  });
}
