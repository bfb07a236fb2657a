import type { z } from 'zod';
import { BAND_MEASURES, formatBand, type BandMeasure } from '../../../domain/reports/bands.js';
import { halfYearsOver, type HalfYear } from '../../../domain/reports/half-years.js';
import { jsonOrCsv } from '../../../contract/binary.js';
import { bandQuery, usBands } from '../../../contract/publishing/reports.js';
import type { Connection } from '../../../registry/db.js';
import { readAsService } from '../../../registry/reading.js';
import { countSecurityLetters } from '../../../registry/reports/us-bands.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { sendCsv } from './sheet.js';

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

/** `GET /v1/reports/us`: national security letters, in the bands that may be published. */
export function registerUsReport(app: Api, { db, now }: ApiContext): void {
  const schema = {
    summary: 'National security letters in bands',
    description:
      'By half-year in bands of 500, one of the structures of 50 U.S.C. 1874(a), including secret ones. No figure links to a notice, and a half-year is reported only when it has ended.',
    tags: ['reports'],
    querystring: bandQuery,
    response: { 200: jsonOrCsv(usBands, 'The bands') },
  };
  app.get('/v1/reports/us', { schema, preValidation: needs('notice.read_facts') }, async (request, reply) => {
    const { year, format } = request.query;
    const at = now();
    const halves = await Promise.all(halfYearsOver(year, at).map((half) => buildRows(db, half)));
    const rows = halves.flat();
    if (format === 'csv') {
      return sendCsv(reply, {
        name: `us-bands-${year}`,
        head: ['half_year', 'measure', 'band'],
        rows: rows.map(({ halfYear, measure, band }) => [halfYear, measure, band]),
      });
    }
    return { year, asOf: at.toISOString(), missing: MISSING, rows };
  });
}
