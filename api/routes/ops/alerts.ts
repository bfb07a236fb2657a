import { z } from 'zod';
import { countAlerts, listAlerts, type AlertRow } from '../../../registry/ops/alert-views.js';
import { findQueueFacts, type QueueClock, type QueueFacts } from '../../../registry/notices/queue-facts.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { instant } from '../../../contract/notice-create.js';
import { cursorKeys, listQuery, queryText } from '../../../contract/query.js';
import { buildTemporalUrl } from '../../../application/temporal-url.js';
import { recordSecretReads, type SeenNotice } from '../../../application/secret-reads.js';
import { describeCause } from './causes.js';
import { toReader } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';
import { alertView } from '../../../contract/ops.js';

const query = listQuery({
  kind: queryText(100).optional(),
  since: instant.optional().describe('Only alerts raised at or after this time'),
});

export function registerListAlerts(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List open alerts',
    tags: ['ops'],
    querystring: query,
    response: { 200: createPageSchema(alertView) },
  };
  const toView = (row: AlertRow, due: QueueClock | null) => {
    const { repairs, ...cause } = describeCause(row.kind);
    return {
      id: row.id,
      kind: row.kind,
      notice: row.notice_id,
      number: row.number,
      since: row.since.toISOString(),
      summary: row.summary,
      detail: row.detail,
      ...cause,
      due,
      clock: row.clock,
      repairs: row.notice_id === null ? [] : [...repairs],
      temporalUrl: row.notice_id === null ? null : buildTemporalUrl(context, row.notice_id),
    };
  };
  app.get('/v1/ops/alerts', { schema, preValidation: needs('alert.read') }, async (request) => {
    const caller = requireCaller(request);
    const { kind, since, cursor, ...paging } = request.query;
    const filters = { kind, since: since === undefined ? undefined : new Date(since) };
    const question = { reader: toReader(caller), now: context.now(), filters };
    const key = readCursor(cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
    const after = key === null ? null : { sinceMs: key[0], id: key[1] };
    const seen: SeenNotice[] = [];
    let facts = new Map<string, QueueFacts>();
    const page = await answerPage(paging, {
      rows: async (limit) => {
        const rows = await listAlerts(context.db, { ...question, after, limit });
        const notices = rows.flatMap(({ notice_id: notice }) => (notice === null ? [] : [notice]));
        facts = await findQueueFacts(context.db, [...new Set(notices)]);
        return rows;
      },
      total: () => countAlerts(context.db, question),
      view: (row) => {
        if (row.notice_id !== null && row.secrecy_level !== null)
          seen.push({ id: row.notice_id, level: row.secrecy_level });
        return toView(row, facts.get(row.notice_id ?? '')?.due ?? null);
      },
      key: (row) => [row.since.getTime(), row.id],
    });
    await recordSecretReads(context, caller, { seen, list: 'alert' });
    return page;
  });
}
