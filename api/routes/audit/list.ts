import { z } from 'zod';
import { countAudit, listAudit } from '../../../registry/notice/audit-views.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readCursor } from '../../paging.js';
import { timelineEntry } from '../../../contract/notice-parts.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { cursorKeys, listQuery, queryText } from '../../../contract/query.js';
import { answerPage } from '../answer-page.js';
import { recordSecretReads, type SeenNotice } from '../../secret-reads.js';
import { pageOf } from '../../../contract/paging.js';

const query = listQuery({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0).describe('Entries after this sequence number'),
  order: z.enum(['oldest', 'newest']).default('oldest').describe('Which come first'),
  notice: queryText(100).optional().describe('Id or number'),
  action: queryText(100).optional(),
  actor: queryText(100).optional().describe('Person id, or the id of a part of the desk'),
  q: queryText(300)
    .optional()
    .describe("Text anywhere in an entry: who, what, the notice's number, what was kept with it"),
});

const auditEntry = timelineEntry.extend({
  notice: z.string().nullable(),
  number: z.string().nullable(),
  commandId: z.string().nullable(),
  version: z.number().int().nullable(),
});

/** `GET /v1/audit`: the log of everything, oldest first unless asked otherwise. */
export function registerListAudit(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'The audit log',
    tags: ['audit'],
    querystring: query,
    response: { 200: pageOf(auditEntry) },
  };
  app.get('/v1/audit', { schema, preValidation: needs('audit.read') }, async (request) => {
    const { cursor, after: start, order, limit, count, ...filters } = request.query;
    const [last] = readCursor(cursor, z.tuple([cursorKeys.seq])) ?? [];
    const newest = order === 'newest';
    const all = { after: start, before: null, filters };
    const rest = last === undefined ? all : newest ? { ...all, before: last } : { ...all, after: last };
    const seen: SeenNotice[] = [];
    const paging = { limit, count };
    const page = await answerPage(paging, {
      rows: (most) => listAudit(context.db, { ...rest, newest, limit: most }),
      total: () => countAudit(context.db, all),
      view: (row) => {
        // Reading that one has read is no new look: else the log would grow for as long as it is read.
        if (row.notice_id !== null && row.action !== 'secret_read')
          seen.push({ id: row.notice_id, level: row.secrecy_level ?? 'open' });
        return {
          seq: row.seq,
          at: row.at.toISOString(),
          notice: row.notice_id,
          number: row.number,
          actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
          action: row.action,
          detail: row.detail,
          commandId: row.command_id,
          version: row.version,
        };
      },
      key: ({ seq }) => [seq],
    });
    await recordSecretReads(context, callerOf(request), { seen, list: 'audit' });
    return page;
  });
}
