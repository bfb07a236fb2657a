import { z } from 'zod';
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
import type {
  reportedNotice,
  reportedNoticesQuery,
  transparencyQuery,
  transparencyReport,
} from '../../../contract/publishing/transparency.js';
import { cursorKeys } from '../../../contract/query.js';
import { answerPage, readCursor } from '../../paging.js';
import { invalid } from '../../refusal.js';
import type { Services } from '../../services.js';
import { asOfBy, roundedHours as rounded, type CsvSheet } from './sheet.js';

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
  return `transparency-${formatDay(from)}-${formatDay(new Date(to.getTime() - 1))}`;
}

function computeSpan({ from, to, asOf }: Requested, now: Date): ReportSpan {
  const span = { from: new Date(from), to: new Date(to), asOf: asOfBy(asOf, now) };
  if (span.from >= span.to) throw invalid('/query/to', 'Give a "to" that is later than "from".');
  return span;
}

/** Counts notices by authority, law and kind; suitable for publication. */
export async function reportTransparency(
  { db, now }: Pick<Services, 'db' | 'now'>,
  query: z.output<typeof transparencyQuery>,
): Promise<z.input<typeof transparencyReport> | CsvSheet> {
  const { format, cursor, limit, count } = query;
  const span = computeSpan(query, now());
  if (format === 'csv') {
    const rows = await listTransparency(db, { span, after: null, limit: MAX_ROWS });
    return { name: buildFileName(span), head: HEAD, cells: rows.map(toCells) };
  }
  const list = {
    rows: (max: number) => listTransparency(db, { span, after: afterKey(cursor), limit: max }),
    total: () => countTransparency(db, span),
    view: (row: TransparencyRow) => toLine(row, query),
    key: (row: TransparencyRow) => [
      row.authority_id,
      row.authority_name,
      row.authority_country,
      row.regime_id,
      row.kind,
    ],
  };
  const page = await answerPage({ limit, count }, list);
  return { from: span.from.toISOString(), to: span.to.toISOString(), asOf: span.asOf.toISOString(), ...page };
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

/** Lists the notices behind a line of the report; their columns add up to its figures. */
export async function pageReportedNotices(
  { db, now }: Pick<Services, 'db' | 'now'>,
  query: z.output<typeof reportedNoticesQuery>,
) {
  const { authority = '', name, country, regime, kind, outcome = null, category = null, cursor, limit, count } = query;
  const span = computeSpan(query, now());
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
}
