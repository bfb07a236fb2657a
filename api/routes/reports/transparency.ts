import { z } from 'zod';
import { toCsv } from '../../../domain/csv.js';
import {
  countReportedNotices,
  countTransparency,
  listReportedNotices,
  listTransparency,
  REPORTED_CATEGORIES,
  REPORTED_OUTCOMES,
  type ReportedNotice,
  type TransparencyGroup,
  type TransparencyRow,
} from '../../../registry/reports/transparency.js';
import type { ReportSpan } from '../../../registry/reports/published.js';
import { jsonOrCsv } from '../../../contract/binary.js';
import { createPageSchema } from '../../../contract/paging.js';
import {
  reportedNotice,
  reportedNoticesQuery,
  transparencyQuery,
  transparencyReport,
} from '../../../contract/publishing/transparency.js';
import { cursorKeys } from '../../../contract/query.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { fieldProblem } from '../../problems.js';
import { asOfBy, roundedHours as rounded } from './sheet.js';

/** Max groups of a report; the CSV ends there. */
const MAX_ROWS = 100_000;

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
  ...REPORTED_CATEGORIES.map((category) => `category_${category}`),
];

interface Requested {
  from: string;
  to: string;
  asOf?: string | undefined;
}

function buildNoticesUrl(row: TransparencyGroup, { from, to, asOf }: Requested): string {
  const query = new URLSearchParams({
    from,
    to,
    ...(asOf === undefined ? {} : { asOf }),
    ...(row.authority_id === '' ? {} : { authority: row.authority_id }),
    name: row.authority_name,
    country: row.authority_country,
    regime: row.regime_id,
    kind: row.kind,
  });
  return `/v1/reports/transparency/notices?${query.toString()}`;
}

function toLine(row: TransparencyRow, query: Requested) {
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
    byCategory: row.by_category,
    appeals: {
      received: row.appeals,
      upheld: row.appeals_upheld,
      restored: row.appeals_restored,
      changed: row.appeals_changed,
    },
    medianMinutesToAcknowledge: rounded(row.median_minutes_to_acknowledge),
    medianMinutesToEffect: rounded(row.median_minutes_to_effect),
    behind: buildNoticesUrl(row, query),
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
    ...REPORTED_CATEGORIES.map((category) => row.by_category[category]),
  ];
}

function afterKey(cursor: string | undefined): TransparencyGroup | null {
  const { text } = cursorKeys;
  const key = readCursor(cursor, z.tuple([text, text, text, text, text]));
  if (key === null) return null;
  const [authority_id, authority_name, authority_country, regime_id, kind] = key;
  return { authority_id, authority_name, authority_country, regime_id, kind };
}

function buildFileName({ from, to }: ReportSpan): string {
  const formatDay = (at: Date) => at.toISOString().slice(0, 10);
  return `transparency-${formatDay(from)}-${formatDay(new Date(to.getTime() - 1))}.csv`;
}

function computeSpan({ from, to, asOf }: Requested, now: Date): ReportSpan {
  const span = { from: new Date(from), to: new Date(to), asOf: asOfBy(asOf, now) };
  if (span.from >= span.to) throw fieldProblem('/query/to', 'Give a "to" that is later than "from".');
  return span;
}

/** `GET /v1/reports/transparency`: by authority, law and kind; suitable for publication. */
export function registerTransparencyReport(app: Api, { db, now }: ApiContext): void {
  const schema = {
    summary: 'Transparency report',
    description:
      'The same question with the same `asOf` has the same answer (docs/working/counsel.md says what is apart). Secret notices are in none of it while they are secret. `behind` leads to the notices that a line counts.',
    tags: ['reports'],
    querystring: transparencyQuery,
    response: { 200: jsonOrCsv(transparencyReport, 'The report') },
  };
  app.get('/v1/reports/transparency', { schema, preValidation: needs('notice.read_facts') }, async (request, reply) => {
    const { format, cursor, limit, count } = request.query;
    const span = computeSpan(request.query, now());
    if (format === 'csv') {
      const rows = await listTransparency(db, { span, after: null, limit: MAX_ROWS });
      void reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${buildFileName(span)}"`);
      return reply.send(toCsv(HEAD, rows.map(toCells)));
    }
    const page = await answerPage(
      { limit, count },
      {
        rows: (max) => listTransparency(db, { span, after: afterKey(cursor), limit: max }),
        total: () => countTransparency(db, span),
        view: (row) => toLine(row, request.query),
        key: (row) => [row.authority_id, row.authority_name, row.authority_country, row.regime_id, row.kind],
      },
    );
    return { from: span.from.toISOString(), to: span.to.toISOString(), asOf: span.asOf.toISOString(), ...page };
  });
}

function toReported(row: ReportedNotice): z.infer<typeof reportedNotice> {
  return {
    notice: row.id,
    number: row.number,
    receivedAt: row.received_at.toISOString(),
    targets: row.targets,
    targetsRestored: row.restored,
    outcome: row.result,
    category: row.category,
    appeals: {
      received: row.appeals,
      upheld: row.appeals_upheld,
      restored: row.appeals_restored,
      changed: row.appeals_changed,
    },
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    effectiveAt: row.effective_at?.toISOString() ?? null,
  };
}

export function registerTransparencyNotices(app: Api, { db, now }: ApiContext): void {
  const schema = {
    summary: 'Notices behind a line of the transparency report',
    description: 'Their columns add up to the figures of the line. A line links here through `behind`.',
    tags: ['reports'],
    querystring: reportedNoticesQuery,
    response: { 200: createPageSchema(reportedNotice) },
  };
  const path = '/v1/reports/transparency/notices';
  app.get(path, { schema, preValidation: needs('notice.read_facts') }, (request) => {
    const { authority = '', name, country, regime, kind, cursor, limit, count } = request.query;
    const { outcome = null, category = null } = request.query;
    const span = computeSpan(request.query, now());
    const group: TransparencyGroup = {
      authority_id: authority,
      authority_name: name,
      authority_country: country,
      regime_id: regime,
      kind,
    };
    const cell = { group, outcome, category };
    const [after] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [null];
    return answerPage(
      { limit, count },
      {
        rows: (max) => listReportedNotices(db, { span, cell, after, limit: max }),
        total: () => countReportedNotices(db, span, cell),
        view: toReported,
        key: (row) => [row.id],
      },
    );
  });
}
