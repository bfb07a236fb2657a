import { z } from 'zod';
import {
  countTransparency,
  listTransparency,
  REPORTED_OUTCOMES,
  type TransparencyKey,
  type TransparencyRow,
} from '../../../registry/ops/transparency.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readCursor } from '../../paging.js';
import { invalid } from '../../problems.js';
import { instant } from '../../../contract/notice-create.js';
import { stamp } from '../../../contract/notice-view.js';
import { jsonOrCsv } from '../../../contract/binary.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { answerPage } from '../answer-page.js';
import { toCsv } from '../../../domain/csv.js';
import { pageOf } from '../../../contract/paging.js';

/** More groups than this are no report; the CSV ends there. */
const MOST_ROWS = 100_000;

const day = z.iso.date().transform((text) => `${text}T00:00:00Z`);
const timeOrDay = z.union([instant, day], { message: 'Give a time with an offset, or a day like 2021-02-01 (UTC).' });

const query = listQuery({
  from: timeOrDay.describe('Received at or after'),
  to: timeOrDay.describe('Received before'),
  format: z.enum(['json', 'csv']).default('json').describe('`csv` answers the whole report at once'),
});

const minutes = z.number().nullable();
const reportLine = z.object({
  authority: z.object({ id: z.string().nullable(), name: z.string(), country: z.string() }),
  regime: z.string(),
  kind: z.string(),
  notices: z.number().int(),
  targets: z.number().int(),
  targetsRestored: z.number().int().describe('Acted upon because of these notices, and restored since'),
  byOutcome: z.record(z.string(), z.number().int()),
  appeals: z
    .object({
      received: z.number().int(),
      upheld: z.number().int(),
      restored: z.number().int(),
      changed: z.number().int(),
    })
    .describe('Appeals of users about these notices, and what became of them'),
  medianMinutesToAcknowledge: minutes,
  medianMinutesToEffect: minutes,
});
const report = pageOf(reportLine).extend({ from: stamp, to: stamp });

const HEAD = [
  'authority_id',
  'authority',
  'country',
  'regime',
  'kind',
  'notices',
  'targets',
  'targets_restored',
  ...REPORTED_OUTCOMES,
  'appeals',
  'appeals_upheld',
  'appeals_restored',
  'appeals_changed',
  'median_minutes_to_acknowledge',
  'median_minutes_to_effect',
];

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);

function toLine(row: TransparencyRow) {
  return {
    authority: {
      id: row.authority_id === '' ? null : row.authority_id,
      name: row.authority_name,
      country: row.authority_country,
    },
    regime: row.regime_id,
    kind: row.kind,
    notices: row.notices,
    targets: row.targets,
    targetsRestored: row.targets_restored,
    byOutcome: row.by_outcome,
    appeals: {
      received: row.appeals,
      upheld: row.appeals_upheld,
      restored: row.appeals_restored,
      changed: row.appeals_changed,
    },
    medianMinutesToAcknowledge: rounded(row.median_minutes_to_acknowledge),
    medianMinutesToEffect: rounded(row.median_minutes_to_effect),
  };
}

function toCells(row: TransparencyRow): (string | number | null)[] {
  return [
    row.authority_id,
    row.authority_name,
    row.authority_country,
    row.regime_id,
    row.kind,
    row.notices,
    row.targets,
    row.targets_restored,
    ...REPORTED_OUTCOMES.map((outcome) => row.by_outcome[outcome]),
    row.appeals,
    row.appeals_upheld,
    row.appeals_restored,
    row.appeals_changed,
    rounded(row.median_minutes_to_acknowledge),
    rounded(row.median_minutes_to_effect),
  ];
}

function afterKey(cursor: string | undefined): TransparencyKey | null {
  const { text } = cursorKeys;
  const key = readCursor(cursor, z.tuple([text, text, text, text, text]));
  if (key === null) return null;
  const [authority_id, authority_name, authority_country, regime_id, kind] = key;
  return { authority_id, authority_name, authority_country, regime_id, kind };
}

/** Named by its first and last day (UTC). */
function fileNameOf({ from, to }: { from: Date; to: Date }): string {
  const dayOf = (at: Date) => at.toISOString().slice(0, 10);
  return `transparency-${dayOf(from)}-${dayOf(new Date(to.getTime() - 1))}.csv`;
}

/** `GET /v1/reports/transparency`: what came and what was done, by authority, law and kind; made to be published. */
export function registerTransparencyReport(app: Api, { db }: ApiContext): void {
  const schema = {
    summary: 'Transparency report',
    tags: ['reports'],
    querystring: query,
    response: { 200: jsonOrCsv(report, 'The report') },
  };
  app.get('/v1/reports/transparency', { schema, preValidation: needs('notice.read_facts') }, async (request, reply) => {
    const { format, cursor, limit, count } = request.query;
    const span = { from: new Date(request.query.from), to: new Date(request.query.to) };
    if (span.from >= span.to) throw invalid('/query/to', 'Give a "to" that is later than "from".');
    if (format === 'csv') {
      const rows = await listTransparency(db, { ...span, after: null, limit: MOST_ROWS });
      void reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${fileNameOf(span)}"`);
      return reply.send(toCsv(HEAD, rows.map(toCells)));
    }
    const page = await answerPage(
      { limit, count },
      {
        rows: (most) => listTransparency(db, { ...span, after: afterKey(cursor), limit: most }),
        total: () => countTransparency(db, span),
        view: toLine,
        key: (row) => [row.authority_id, row.authority_name, row.authority_country, row.regime_id, row.kind],
      },
    );
    return { from: span.from.toISOString(), to: span.to.toISOString(), ...page };
  });
}
