import type { z } from 'zod';
import { TCO_MEASURES, TCO_POINTS, type TcoMeasure } from '../../../domain/report/tco-measure.js';
import { jsonOrCsv } from '../../../contract/binary.js';
import { sheetQuery, tcoSheet } from '../../../contract/publishing/reports.js';
import { listTcoFigures, type TcoFigure } from '../../../registry/report/tco.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { sendCsv, spanOf } from './sheet.js';

type Row = z.infer<typeof tcoSheet>['rows'][number];

const MISSING = [
  'Measures against terrorist content and its reappearance, and what specific measures removed: nothing of them comes to the desk.',
  'Number and outcome of complaints, of proceedings brought, and what was reinstated after them: the desk keeps no appeals but as the cause of a restoration.',
  'Orders that are secret.',
];

function rowsOf(measure: TcoMeasure, figures: readonly TcoFigure[]): Row[] {
  const found = figures.filter((figure) => figure.measure === measure);
  const row = { point: TCO_POINTS[measure], measure };
  if (found.length === 0) return [{ ...row, ground: null, value: null }];
  return found.map(({ ground, value }) => ({ ...row, ground, value }));
}

/** `GET /v1/reports/tco`: a year's removal orders for terrorist content and what was done. */
export function registerTcoReport(app: Api, { db, now }: ApiContext): void {
  const schema = {
    summary: 'Yearly report on terrorist content',
    description:
      'What Article 7 of Regulation (EU) 2021/784 asks for, as far as it is on record here. Secret notices are in none of it while they are secret.',
    tags: ['reports'],
    querystring: sheetQuery,
    response: { 200: jsonOrCsv(tcoSheet, 'The sheet') },
  };
  app.get('/v1/reports/tco', { schema, preValidation: needs('notice.read_facts') }, async (request, reply) => {
    const { year, format } = request.query;
    const span = spanOf(request.query, now());
    const figures = await listTcoFigures(db, span);
    const rows = TCO_MEASURES.flatMap((measure) => rowsOf(measure, figures));
    if (format === 'csv') {
      return sendCsv(reply, {
        name: `tco-${year}`,
        head: ['point', 'measure', 'ground', 'value'],
        rows: rows.map(({ point, measure, ground, value }) => [point, measure, ground, value]),
      });
    }
    return { year, asOf: span.asOf.toISOString(), missing: MISSING, rows };
  });
}
