import type { Unit } from '../clock-arithmetic/counting-words.js';

/** What a cadence may be counted in. */
export const CADENCE_UNITS = ['hour', 'calendar_day', 'business_day'] as const satisfies readonly Unit[];

/** How often an authority is to hear how an open notice of its stands. */
export interface Cadence {
  /** At least 1. */
  amount: number;
  unit: (typeof CADENCE_UNITS)[number];
}
