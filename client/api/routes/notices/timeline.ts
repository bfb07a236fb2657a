import { z } from 'zod';
import { countTimelineFor, listTimelineFor } from '../../../../registry/audit-views.js';
import { findReadableNotice, needFacts, readerOf } from '../../access.js';
import { callerOf } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { pageOf, readCursor } from '../../paging.js';
import { timelineEntry } from '../../schema/notice-parts.js';
import { cursorKeys, listQuery } from '../../schema/query.js';
import { answerPage } from '../answer-page.js';
import { toTimelineView } from './part-views.js';

/** `GET /v1/notices/{id}/timeline`: what happened, oldest first. */
export function registerListTimeline(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'What happened to a notice, oldest first',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: pageOf(timelineEntry) },
  };
  app.get('/v1/notices/:id/timeline', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const { cursor, ...paging } = request.query;
    const [afterSeq = 0] = readCursor(cursor, z.tuple([cursorKeys.seq])) ?? [];
    const whose = { noticeId: row.id, reader: readerOf(callerOf(request)) };
    return answerPage(paging, {
      rows: (limit) => listTimelineFor(context.db, { ...whose, afterSeq, limit }),
      total: () => countTimelineFor(context.db, whose),
      view: toTimelineView,
      key: ({ seq }) => [seq],
    });
  });
}
