import { z } from 'zod';
import { codeOfCategory } from '../../../domain/reports/content-category.js';
import type { OrderMeasure } from '../../../domain/reports/order-measure.js';
import {
  countCountedNotices,
  listCountedNotices,
  listOrderFigures,
  type OrderFigures,
} from '../../../registry/reports/dsa-orders.js';
import type { dsaSheet, orderNoticesQuery, orderSheetQuery } from '../../../contract/publishing/reports.js';
import { cursorKeys } from '../../../contract/query.js';
import { answerPage, readCursor } from '../../paging.js';
import type { Services } from '../../services.js';
import { computeReportSpan, roundedHours, type CsvSheet } from './sheet.js';

type Row = z.infer<typeof dsaSheet>['rows'][number];

interface SheetOf {
  year: number;
  half: '1' | '2' | undefined;
  asOf: Date;
}

const MISSING = [
  'Orders without a category from triage: they are only in the rows for all categories.',
  'Service and contextual information: filled in by the publisher.',
  'Secret orders, and other sheets of the template.',
];

/** The seven measures of the sheet for orders, in its words and order; each has a context column too. */
const MEASURES = [
  'Number of orders to act against illegal content received',
  'Number of specific items of information included in the total number of orders to act against illegal content',
  'Median time to inform the authority of the receipt of the order to act against illegal content',
  'Median time to give effect to the order to act against illegal content',
  'Number of orders to provide information',
  'Median time to inform the authority of the receipt of the order to provide information',
  'Median time to give effect to the order to provide information',
];
/**
 * Columns of the sheet `member_states_orders` of the template in Implementing Regulation (EU) 2024/2835
 * (docs/working/counsel.md).
 */
const HEAD = [
  'Applicability',
  'Service',
  'Reporting period',
  'Category of illegal content',
  'Description of the sub-category "Other"',
  'Scope',
  ...MEASURES,
  ...MEASURES.map((measure) => `Contextual information on ${measure}`),
];

function buildFigures(figures: OrderFigures | undefined, { year, half, asOf }: SheetOf): Row['act'] {
  if (figures === undefined) return null;
  const { measure, country, category, orders, items } = figures;
  const query = new URLSearchParams({
    year: String(year),
    ...(half === undefined ? {} : { half }),
    asOf: asOf.toISOString(),
    measure,
    scope: country ?? 'total',
    category: category ?? 'total',
  });
  return {
    orders,
    items,
    medianHoursToInformOfReceipt: roundedHours(figures.median_hours_to_inform),
    medianHoursToEffect: roundedHours(figures.median_hours_to_effect),
    notices: `/v1/reports/dsa/notices?${query.toString()}`,
  };
}

/**
 * One row for all and one for each Member State that issued orders; all categories first, then each category that
 * occurs.
 */
function toRows(figures: readonly OrderFigures[], of: SheetOf): Row[] {
  const categories = [null, ...new Set(figures.flatMap(({ category }) => category ?? []))];
  return categories.flatMap((category) => buildRows(figures, { category, of }));
}

function buildRows(
  figures: readonly OrderFigures[],
  { category, of }: { category: OrderFigures['category']; of: SheetOf },
): Row[] {
  const own = figures.filter((one) => one.category === category);
  const scopes = [null, ...new Set(own.flatMap(({ country }) => country ?? []))];
  const at = (country: string | null, measure: OrderMeasure) =>
    buildFigures(
      own.find((one) => one.country === country && one.measure === measure),
      of,
    );
  return scopes.map((country) => ({
    scope: country ?? 'total',
    category: category ?? 'total',
    act: at(country, 'act'),
    inform: at(country, 'inform'),
  }));
}

const formatDay = (at: Date) => at.toISOString().slice(0, 10);

/** Codes that the template writes differently: Eurostat's code for Greece is EL. */
const SCOPES: Readonly<Record<string, string>> = { total: 'TOTAL', GR: 'EL' };

const codeIn = (category: Row['category']) =>
  category === 'total' || category === 'not_stated' ? 'TOTAL' : codeOfCategory(category);

function toCells({ scope, category, act, inform }: Row, period: string): (string | number | null)[] {
  const cells = [
    act?.orders ?? 0,
    act?.items ?? 0,
    act?.medianHoursToInformOfReceipt ?? null,
    act?.medianHoursToEffect ?? null,
    inform?.orders ?? 0,
    inform?.medianHoursToInformOfReceipt ?? null,
    inform?.medianHoursToEffect ?? null,
  ];
  return ['All', '', period, codeIn(category), '', SCOPES[scope] ?? scope, ...cells, ...MEASURES.map(() => '')];
}

/** Counts orders of Member States' authorities in a year, as the DSA's transparency report requires. */
export async function reportDsaOrders(
  { db, now }: Pick<Services, 'db' | 'now'>,
  query: z.output<typeof orderSheetQuery>,
): Promise<z.input<typeof dsaSheet> | CsvSheet> {
  const { year, half, format } = query;
  const span = computeReportSpan(query, now());
  const rows = toRows(await listOrderFigures(db, span), { year, half, asOf: span.asOf });
  if (format !== 'csv') return { year, asOf: span.asOf.toISOString(), missing: MISSING, rows };
  // The template has no code for a missing category: such orders are in the total only.
  const stated = rows.filter(({ category }) => category !== 'not_stated');
  const period = `${formatDay(span.from)}/${formatDay(new Date(span.to.getTime() - 1))}`;
  const name = half === undefined ? `dsa-orders-${year}` : `dsa-orders-${year}-H${half}`;
  return { name, head: HEAD, cells: stated.map((row) => toCells(row, period)) };
}

export async function pageDsaNotices(
  { db, now }: Pick<Services, 'db' | 'now'>,
  query: z.output<typeof orderNoticesQuery>,
) {
  const { measure, scope, category, cursor, ...paging } = query;
  const span = computeReportSpan(query, now());
  const cell = {
    measure,
    country: scope === 'total' ? null : scope,
    category: category === 'total' ? null : category,
  };
  const [after] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [null];
  return answerPage(paging, {
    rows: (limit) => listCountedNotices(db, { span, cell, after, limit }),
    total: () => countCountedNotices(db, span, cell),
    view: (row) => ({
      notice: row.id,
      number: row.number,
      receivedAt: row.received_at.toISOString(),
      items: row.items,
      informedAt: row.informed_at?.toISOString() ?? null,
      effectiveAt: row.effective_at?.toISOString() ?? null,
    }),
    key: ({ number }) => [number],
  });
}
