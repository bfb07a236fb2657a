import { z } from 'zod';
import { toProvenEntry } from '../../../registry/audit/entry.js';
import { sequenceAudit } from '../../../registry/audit/sequence.js';
import { countAudit, listAudit, type AuditRow } from '../../../registry/notices/audit-views.js';
import { readAsService } from '../../../registry/reading.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { auditItem } from '../../../contract/audit.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { cursorKeys, listQuery, queryText } from '../../../contract/query.js';
import { recordSecretReads, type SeenNotice } from '../../../application/secret-reads.js';
import { createPageSchema } from '../../../contract/paging.js';

const query = listQuery({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0).describe('Entries after this sequence number'),
  order: z.enum(['oldest', 'newest']).default('oldest').describe('Sort order'),
  notice: queryText(100).optional().describe('Id or number of a notice'),
  action: queryText(100).optional(),
  actor: queryText(100).optional().describe('Person id, or the id of a system component'),
  q: queryText(300).optional().describe('Text anywhere in an entry: actor, action, notice number or detail'),
});

export function registerListAudit(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'The audit log',
    tags: ['audit'],
    querystring: query,
    response: { 200: createPageSchema(auditItem) },
  };
  app.get('/v1/audit', { schema, preValidation: needs('audit.read') }, async (request) => {
    const { cursor, after: start, order, limit, count, ...filters } = request.query;
    const [last] = readCursor(cursor, z.tuple([cursorKeys.seq])) ?? [];
    const newest = order === 'newest';
    const all = { after: start, before: null, filters };
    const rest = last === undefined ? all : newest ? { ...all, before: last } : { ...all, after: last };
    await readAsService('checkpoint', () => sequenceAudit(context.db));
    const seen: SeenNotice[] = [];
    const paging = { limit, count };
    const page = await answerPage(paging, {
      rows: (max) => readAsService('audit_log', () => listAudit(context.db, { ...rest, newest, limit: max })),
      total: () => readAsService('audit_log', () => countAudit(context.db, all)),
      view: (row) => {
        // Reading an entry about a read is not a new read: the log would grow for as long as it is read.
        if (row.notice_id !== null && row.action !== 'secret_read')
          seen.push({ id: row.notice_id, level: row.secrecy_level ?? 'open' });
        return toAuditItem(row);
      },
      key: ({ seq }) => [seq],
    });
    await recordSecretReads(context, requireCaller(request), { seen, list: 'audit' });
    return page;
  });
}

function toAuditItem(row: AuditRow) {
  const { seq, leaf_hash: leaf, number, names } = row;
  const place = { seq, leafHash: leaf.toString('base64') };
  if (row.erased_at !== null) return { ...place, erased: true as const, number, names: {} };
  return {
    ...place,
    entry: { ...toProvenEntry(row), action: row.action },
    number,
    names,
  };
}
