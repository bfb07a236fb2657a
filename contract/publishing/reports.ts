import { z } from 'zod';
import { GROUND_CODES } from '../../domain/targets/ground.js';
import { ORDER_MEASURES } from '../../domain/reports/order-measure.js';
import { CONTENT_CATEGORIES } from '../../domain/reports/content-category.js';
import { BAND_MEASURES } from '../../domain/reports/bands.js';
import { COUNTED_TCO_MEASURES, TCO_MEASURES } from '../../domain/reports/tco-measure.js';
import { country, instant } from '../notice-create.js';
import { listQuery } from '../query.js';
import { stamp, stampOrNull } from '../notice-view.js';

const year = z.coerce.number().int().min(1970).max(2100).describe('Calendar year of receipt, UTC');
const format = z.enum(['json', 'csv']).default('json');
export const asOf = instant
  .optional()
  .describe('State of the registry at this time, so that a repeated request returns the same answer (default: now)');

const SHEET_CATEGORIES = ['total', ...CONTENT_CATEGORIES, 'not_stated'] as const;

export const sheetQuery = z.strictObject({ year, asOf, format });

const half = z
  .enum(['1', '2'])
  .optional()
  .describe('First or second half of the year, as very large platforms report (default: the whole year)');

export const orderSheetQuery = sheetQuery.extend({ half });

/**
 * Query of a report in bands. It has no `asOf`, since the instant at which a band changes would reveal more than the
 * band.
 */
export const bandQuery = z.strictObject({ year, format });

const scope = z.union([z.literal('total'), country]);

export const orderNoticesQuery = listQuery({
  year,
  half,
  asOf,
  measure: z
    .enum(ORDER_MEASURES)
    .describe('`act`: orders to act against illegal content; `inform`: to provide information'),
  scope: scope.default('total').describe('A Member State, or `total`'),
  category: z
    .enum([...SHEET_CATEGORIES])
    .default('total')
    .describe('Category of illegal content; `total`: all categories'),
});

const createSheetSchema = <Row extends z.ZodType>(row: Row) =>
  z.object({
    year: z.number().int(),
    asOf: stamp,
    missing: z.array(z.string()).describe('What the sheet requires but the desk does not have, in words'),
    rows: z.array(row),
  });

const hours = z.number().nullable();
const orderFigures = z
  .object({
    orders: z.number().int(),
    items: z.number().int(),
    medianHoursToInformOfReceipt: hours,
    medianHoursToEffect: hours,
    notices: z.string().describe('Where the notices are that were counted'),
  })
  .nullable();

export const dsaSheet = createSheetSchema(
  z.object({
    scope: z.string().describe('`total`, or the Member State whose authority ordered'),
    category: z
      .enum([...SHEET_CATEGORIES])
      .describe('Category of illegal content; `total`: all of them; `not_stated`: none set in triage'),
    act: orderFigures,
    inform: orderFigures,
  }),
);

export const countedNotice = z.object({
  notice: z.uuid(),
  number: z.string(),
  receivedAt: stamp,
  items: z.number().int(),
  informedAt: stampOrNull,
  effectiveAt: stampOrNull,
});

const published = z.number().int().nullable();

export const tcoSheet = createSheetSchema(
  z.object({
    point: z.string().describe('Point of Article 7(3) of Regulation (EU) 2021/784'),
    measure: z.enum(TCO_MEASURES),
    ground: z.string().nullable().describe('Ground code, if the law requires grounds'),
    value: published.describe('null: the desk does not have it'),
    notices: z.string().nullable().describe('Where the notices are that were counted; null: none were'),
  }),
);

/** Query for the notices behind a figure of the terrorist-content report. */
export const tcoNoticesQuery = listQuery({
  year,
  asOf,
  measure: z.enum(COUNTED_TCO_MEASURES),
  ground: z.enum(GROUND_CODES).optional().describe('Of `orders_without_removal`, those refused on this ground'),
});

export const tcoNotice = z.object({
  notice: z.uuid(),
  number: z.string(),
  receivedAt: stamp,
  value: z.number().int().describe('What it adds to the figure'),
});

export const usBands = createSheetSchema(
  z.object({
    halfYear: z.string().describe('E.g. 2025-H1; only completed ones'),
    measure: z.enum(BAND_MEASURES),
    band: z.string().nullable().describe('E.g. 0-499; null: the desk does not record it separately'),
  }),
);
