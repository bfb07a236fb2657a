import { parseInput } from './input.js';
import type { ClockInput } from './input.js';
import { openZone } from './local-time.js';
import { countOpenTime, openTimeWithin } from './windows.js';

const HOUR_MS = 3_600_000;

/**
 * Converts percentages of the open time between two instants to instants within open time; 100 % is the last closing
 * before the end. Undefined without a calendar, or if it is closed throughout.
 */
export function sharesOfOpenTime(
  { zone, calendar }: { zone: string; calendar: ClockInput['calendar'] | undefined },
  { fromMs, toMs }: { fromMs: number; toMs: number },
  percents: readonly number[],
): number[] | undefined {
  const probe = { zone, start: '1970-01-01T00:00:00Z', rule: { amount: 0, unit: 'business_hour' }, calendar };
  const parsed = parseInput(probe);
  if (!parsed.ok) return undefined;
  const place = openZone(zone);
  const openMs = openTimeWithin(place, parsed.value.calendar, { fromMs, toMs });
  if (openMs === 0) return undefined;
  const shares = percents.map((percent) =>
    countOpenTime(place, parsed.value.calendar, {
      fromMs,
      amountMs: Math.round((openMs * percent) / 100),
      pauses: [],
    }),
  );
  return shares.every((share) => share.ok) ? shares.map((share) => share.value) : undefined;
}

/**
 * Start of the next full hour on a zone's wall clock; an instant on the hour belongs to the hour it begins. Uses
 * elapsed time: an offset change does not end the current hour later.
 */
export function nextFullHour(zoneId: string, ms: number): number {
  const localMs = openZone(zoneId).toLocal(ms);
  return ms + (Math.floor(localMs / HOUR_MS) + 1) * HOUR_MS - localMs;
}
