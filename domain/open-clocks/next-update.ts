import { computeDue } from '../clock-arithmetic/index.js';
import type { CalendarVersion } from '../law/regime.js';
import type { Cadence } from '../letter/cadence.js';
import type { AskedCadence } from '../letter/status-update.js';

/** In which zone and calendar days are counted: those of the law; without a calendar Monday to Friday are working days. */
export interface CountedIn {
  zone: string;
  calendar: Pick<CalendarVersion, 'weekend' | 'holidays'> | null;
}

export interface NextUpdate extends AskedCadence {
  dueAtMs: number;
}

/** When the next update is due after what the authority was last told, by the cadence that asks for it first; null: nobody asks. */
export function nextUpdate(
  asked: readonly AskedCadence[],
  { sinceMs, ...countedIn }: CountedIn & { sinceMs: number },
): NextUpdate | null {
  const dues = asked.map((cadence) => ({ ...cadence, dueAtMs: dueAfter(cadence, sinceMs, countedIn) }));
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
