import type { LocalDays } from '../charts/local-days.js';
import { DAY_MS, describeDay } from './calendar-date.js';
import { openZone } from './local-time.js';

const HOUR_MS = 3_600_000;

export function openDays(zoneName: string): LocalDays {
  const zone = openZone(zoneName);
  const day = (ms: number) => Math.floor(zone.toLocal(ms) / DAY_MS);
  return {
    day,
    hour: (ms) => Math.floor((zone.toLocal(ms) - day(ms) * DAY_MS) / HOUR_MS),
    month: (ms) => describeDay(day(ms)).slice(0, 7),
  };
}
