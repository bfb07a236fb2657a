import { z } from 'zod';
import { TCO_MEASURES, TCO_POINTS, type TcoMeasure } from '../../../domain/reports/tco-measure.js';
import type { sheetQuery, tcoNoticesQuery, tcoSheet } from '../../../contract/publishing/reports.js';
import { cursorKeys } from '../../../contract/query.js';
import { countTcoNotices, listTcoFigures, listTcoNotices, type TcoFigure } from '../../../registry/reports/tco.js';
import { answerPage, readCursor } from '../../paging.js';
import type { Services } from '../../services.js';
import { computeReportSpan, type CsvSheet } from './sheet.js';

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

/** Counts what Article 7 of Regulation (EU) 2021/784 requires, as far as the desk has it. */
export async function reportTco(
  { db, now }: Pick<Services, 'db' | 'now'>,
  query: z.output<typeof sheetQuery>,
): Promise<z.input<typeof tcoSheet> | CsvSheet> {
  const { year, format } = query;
  const span = computeReportSpan(query, now());
  const figures = await listTcoFigures(db, span);
  const rows = TCO_MEASURES.flatMap((measure) => buildRows(measure, figures, { year, asOf: span.asOf }));
  if (format !== 'csv') return { year, asOf: span.asOf.toISOString(), missing: MISSING, rows };
  return {
    name: `tco-${year}`,
    head: ['point', 'measure', 'ground', 'value'],
    cells: rows.map(({ point, measure, ground, value }) => [point, measure, ground, value]),
  };
}

export async function pageTcoNotices(
  { db, now }: Pick<Services, 'db' | 'now'>,
  query: z.output<typeof tcoNoticesQuery>,
) {
  const { measure, ground = null, cursor, ...paging } = query;
  const cell = { span: computeReportSpan(query, now()), measure, ground };
  const [after] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [null];
  return answerPage(paging, {
    rows: (limit) => listTcoNotices(db, { cell, after, limit }),
    total: () => countTcoNotices(db, cell),
    view: (row) => ({
      notice: row.id,
      number: row.number,
      receivedAt: row.received_at.toISOString(),
      value: row.value,
    }),
    key: ({ id }) => [id],
  });
}
