import type { ReportSpan } from '../../../registry/reports/published.js';
import { invalid } from '../../refusal.js';

interface Requested {
  year: number;
  half?: '1' | '2' | undefined;
  asOf?: string | undefined;
}

export function asOfBy(asOf: string | undefined, now: Date): Date {
  const at = asOf === undefined ? now : new Date(asOf);
  if (at > now) throw invalid('/query/asOf', 'Give a time in the past.');
  return at;
}

/** Returns the period of a report, a calendar year or half of it (UTC), as of a past instant. */
export function computeReportSpan({ year, half, asOf }: Requested, now: Date): ReportSpan {
  const [first, after] = [half === '2' ? 6 : 0, half === '1' ? 6 : 12];
  return { from: new Date(Date.UTC(year, first, 1)), to: new Date(Date.UTC(year, after, 1)), asOf: asOfBy(asOf, now) };
}

export const roundedHours = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);

export interface CsvSheet {
  name: string;
  head: readonly string[];
  cells: readonly (readonly (string | number | null)[])[];
}
