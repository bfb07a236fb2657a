import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { countTimelineFor, listTimelineFor } from '../../../registry/notices/audit-views.js';
import { findReadableNotice } from '../../access.js';
import { needFacts } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { timelineEntry } from '../../../contract/notice-parts.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { findBlindTargets } from '../../../application/intake/notice/blind-targets.js';
import { toTimelineView } from '../../../application/intake/notice/part-views.js';
import { toReader } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';

const query = listQuery({
  order: z.enum(['oldest', 'newest']).default('oldest').describe('Sort order'),
});

export function registerListTimeline(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'The timeline of a notice',
    tags: ['notices'],
    querystring: query,
    response: { 200: createPageSchema(timelineEntry) },
  };
  app.get('/v1/notices/:id/timeline', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const { order, cursor, ...paging } = request.query;
    const [afterSeq = null] = readCursor(cursor, z.tuple([cursorKeys.seq])) ?? [];
    const newestFirst = order === 'newest';
    const caller = requireCaller(request);
    const scope = { noticeId: row.id, reader: toReader(caller) };
    const blind = await findBlindTargets(context, caller, { noticeId: row.id });
    return answerPage(paging, {
      rows: (limit) => listTimelineFor(context.db, { ...scope, afterSeq, newestFirst, limit }),
      total: () => countTimelineFor(context.db, scope),
      view: (entry) => toTimelineView(entry, { blind, reader: caller.person.id, traced: context.traced }),
      key: ({ seq }) => [seq],
    });
  });
}
