import { Temporal } from 'temporal-polyfill';

/**
 * Parses an ISO 8601 duration of days and smaller units (months have no fixed length) into seconds; null if it is
 * malformed or not positive.
 */
export function readDurationSeconds(text: string): number | null {
  try {
    const duration = Temporal.Duration.from(text);
    if (duration.years !== 0 || duration.months !== 0) return null;
    const seconds = duration.total({ unit: 'seconds', relativeTo: '2020-01-01T00:00:00[UTC]' });
    return seconds > 0 && Number.isFinite(seconds) ? seconds : null;
  } catch {
    return null;
  }
}
