import type { z } from 'zod';
import { BAND_MEASURES, formatBand, type BandMeasure } from '../../../domain/reports/bands.js';
import { halfYearsOver, type HalfYear } from '../../../domain/reports/half-years.js';
import type { bandQuery, usBands } from '../../../contract/publishing/reports.js';
import type { Connection } from '../../../registry/db.js';
import { readAsService } from '../../../registry/reading.js';
import { countSecurityLetters } from '../../../registry/reports/us-bands.js';
import type { Services } from '../../services.js';
import type { CsvSheet } from './sheet.js';

type Row = z.infer<typeof usBands>['rows'][number];

const MISSING = [
  'Orders under the Foreign Intelligence Surveillance Act: the rulebook has no separate law for them.',
  'The current half-year.',
];

async function buildRows(db: Connection, half: HalfYear): Promise<Row[]> {
  const { letters, selectors } = await readAsService('bands', () => countSecurityLetters(db, half));
  const known: Partial<Record<BandMeasure, string>> = {
    nsl_received: formatBand(letters),
    nsl_customer_selectors: formatBand(selectors),
  };
  return BAND_MEASURES.map((measure) => ({ halfYear: half.name, measure, band: known[measure] ?? null }));
}

/** Counts national security letters, in the bands that may be published. */
export async function reportUsBands(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { year, format }: z.output<typeof bandQuery>,
): Promise<z.input<typeof usBands> | CsvSheet> {
  const at = now();
  const halves = await Promise.all(halfYearsOver(year, at).map((half) => buildRows(db, half)));
  const rows = halves.flat();
  if (format !== 'csv') return { year, asOf: at.toISOString(), missing: MISSING, rows };
  return {
    name: `us-bands-${year}`,
    head: ['half_year', 'measure', 'band'],
    cells: rows.map(({ halfYear, measure, band }) => [halfYear, measure, band]),
  };
}
