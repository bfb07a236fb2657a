import { z } from 'zod';
import { TCO_MEASURES, TCO_POINTS, type TcoMeasure } from '../../../domain/reports/tco-measure.js';
import { jsonOrCsv } from '../../../contract/binary.js';
import { sheetQuery, tcoNotice, tcoNoticesQuery, tcoSheet } from '../../../contract/publishing/reports.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { countTcoNotices, listTcoFigures, listTcoNotices, type TcoFigure } from '../../../registry/reports/tco.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { sendCsv, computeReportSpan } from './sheet.js';

type Row = z.infer<typeof tcoSheet>['rows'][number];

const MISSING = [
  'Measures against terrorist content and its reappearance, and removals by specific measures: the desk has no data on them.',
  'Number and outcome of proceedings, and content reinstated after them: the desk has no data on them.',
  'Secret orders.',
];

interface SheetOf {
  year: number;
  asOf: Date;
}

function buildRows(measure: TcoMeasure, figures: readonly TcoFigure[], of: SheetOf): Row[] {
  const found = figures.filter((figure) => figure.measure === measure);
  const row = { point: TCO_POINTS[measure], measure };
  if (found.length === 0) return [{ ...row, ground: null, value: null, notices: null }];
  return found.map(({ ground, value }) => ({
    ...row,
    ground,
    value,
    notices: buildNoticesUrl({ measure, ground }, of),
  }));
}

function buildNoticesUrl({ measure, ground }: Pick<TcoFigure, 'measure' | 'ground'>, { year, asOf }: SheetOf): string {
  const query = new URLSearchParams({
    year: String(year),
    asOf: asOf.toISOString(),
    measure,
    ...(ground === null ? {} : { ground }),
  });
  return `/v1/reports/tco/notices?${query.toString()}`;
}

export function registerTcoReport(app: Api, { db, now }: ApiContext): void {
  const schema = {
    summary: 'Annual report on terrorist content',
    description:
      'The figures required by Article 7 of Regulation (EU) 2021/784, as far as the desk has them. Secret notices are excluded while they are secret.',
    tags: ['reports'],
    querystring: sheetQuery,
    response: { 200: jsonOrCsv(tcoSheet, 'The sheet') },
  };
  app.get('/v1/reports/tco', { schema, preValidation: needs('notice.read_facts') }, async (request, reply) => {
    const { year, format } = request.query;
    const span = computeReportSpan(request.query, now());
    const figures = await listTcoFigures(db, span);
    const rows = TCO_MEASURES.flatMap((measure) => buildRows(measure, figures, { year, asOf: span.asOf }));
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

export function registerTcoReportNotices(app: Api, { db, now }: ApiContext): void {
  const schema = {
    summary: 'Notices behind a figure of the annual report on terrorist content',
    tags: ['reports'],
    querystring: tcoNoticesQuery,
    response: { 200: createPageSchema(tcoNotice) },
  };
  app.get('/v1/reports/tco/notices', { schema, preValidation: needs('notice.read_facts') }, (request) => {
    const { measure, ground = null, cursor, limit, count } = request.query;
    const cell = { span: computeReportSpan(request.query, now()), measure, ground };
    const [after] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [null];
    return answerPage(
      { limit, count },
      {
        rows: (max) => listTcoNotices(db, { cell, after, limit: max }),
        total: () => countTcoNotices(db, cell),
        view: (row) => ({
          notice: row.id,
          number: row.number,
          receivedAt: row.received_at.toISOString(),
          value: row.value,
        }),
        key: ({ id }) => [id],
      },
    );
  });
}
