import { localDateIn } from '../../../domain/clock-arithmetic/index.js';
import { lastYearOf } from '../../../domain/open-clocks/index.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';

export const CALENDAR_ENDS = 'calendar_ends' as const;

/**
 * How long before a calendar's last list ends an alert is raised; the next year's list is gazetted by then (our own
 * default).
 */
const AHEAD_MS = 60 * 24 * 3_600_000;

/** Returns calendars used by a law in force whose lists end soon or have ended. */
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
