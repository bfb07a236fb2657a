import type { QuietHours } from '../people/notification.js';
import { DAY_MS } from './calendar-date.js';
import { openZone } from './local-time.js';

/** Returns the end of the quiet hours that an instant lies in; null if it lies in none. */
export function endOfQuietMs({ from, until, zone }: QuietHours, nowMs: number): number | null {
  const [start, end] = [minutesOf(from), minutesOf(until)];
  const { toLocal, toInstant } = openZone(zone);
  const local = toLocal(nowMs);
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const now = (local - midnight) / 60_000;
  const isQuiet = start <= end ? now >= start && now < end : now >= start || now < end;
  if (!isQuiet) return null;
  const isTomorrow = start > end && now >= start;
  return toInstant(midnight + (isTomorrow ? DAY_MS : 0) + end * 60_000);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
