import type { Unit } from '../clock-arithmetic/counting-words.js';

export const CADENCE_UNITS = ['hour', 'calendar_day', 'business_day'] as const satisfies readonly Unit[];

export interface Cadence {
  amount: number;
  unit: (typeof CADENCE_UNITS)[number];
}
