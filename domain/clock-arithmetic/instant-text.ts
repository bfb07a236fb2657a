import { DAY_MS, parseDay } from './calendar-date.js';
import { bad, good } from './result.js';
import type { Result } from './result.js';

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** Parses an RFC 3339 time with `T` and an offset or `Z` into epoch milliseconds; extra decimals are truncated. */
export function parseInstant(path: string, value: unknown): Result<number> {
  const match = typeof value === 'string' ? RFC_3339.exec(value) : null;
  const day = match ? parseDay(match[1] ?? '') : undefined;
  if (!match || day === undefined) {
    return bad(`${path} must be an RFC 3339 time with an offset, like 2026-02-19T23:50:00+05:30, in years 0001-9999`);
  }
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4])];
  const milliseconds = Number((match[5] ?? '').padEnd(3, '0').slice(0, 3));
  const offsetMinutes = match[6] ? Number(`${match[6]}1`) * (Number(match[7]) * 60 + Number(match[8])) : 0;
  return good(day * DAY_MS + ((hours * 60 + minutes - offsetMinutes) * 60 + seconds) * 1000 + milliseconds);
}

export function describeInstant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
