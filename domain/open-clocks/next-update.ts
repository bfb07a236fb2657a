import { computeDue } from '../clock-arithmetic/index.js';
import type { CalendarVersion } from '../rulebook/regime.js';
import type { Cadence } from '../letters/cadence.js';
import type { RequestedCadence } from '../letters/status-update.js';

/**
 * Zone and calendar in which days are counted, taken from the law; without a calendar Monday to Friday are working
 * days.
 */
export interface CountedIn {
  zone: string;
  calendar: Pick<CalendarVersion, 'weekend' | 'holidays'> | null;
}

export interface DueStatusUpdate extends RequestedCadence {
  dueAtMs: number;
}

/**
 * Returns the next status update due since the last one, by whichever cadence requires it first; null: none is
 * requested.
 */
export function nextUpdate(
  cadences: readonly RequestedCadence[],
  { sinceMs, ...countedIn }: CountedIn & { sinceMs: number },
): DueStatusUpdate | null {
  const dues = cadences.map((cadence) => ({ ...cadence, dueAtMs: dueAfter(cadence, sinceMs, countedIn) }));
  return dues.sort((one, other) => one.dueAtMs - other.dueAtMs)[0] ?? null;
}

const MONDAY_TO_FRIDAY: Pick<CalendarVersion, 'weekend' | 'holidays'> = { weekend: ['sat', 'sun'], holidays: [] };

function dueAfter({ amount, unit }: Cadence, sinceMs: number, { zone, calendar }: CountedIn): number {
  const { weekend, holidays } = calendar ?? MONDAY_TO_FRIDAY;
  const computed = computeDue({
    zone,
    start: new Date(sinceMs).toISOString(),
    rule: { amount, unit },
    calendar: { weekend, holidays },
  });
  if (!computed.ok || computed.dueAtMs === null)
    throw new Error(`A cadence of ${amount} ${unit} cannot be counted from ${new Date(sinceMs).toISOString()}.`);
  return computed.dueAtMs;
}
