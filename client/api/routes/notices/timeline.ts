import { z } from 'zod';
import { listTimeline } from '../../../../registry/audit.js';
import { countTimeline } from '../../../../registry/counts.js';
import { findReadableNotice, needFacts } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { pageOf, readCursor } from '../../paging.js';
import { timelineEntry } from '../../schema/notice-parts.js';
import { cursorKeys, listQuery } from '../../schema/query.js';
import { answerPage } from '../answer-page.js';

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
    return answerPage(paging, {
      rows: (limit) => listTimeline(context.db, { noticeId: row.id, afterSeq, limit }),
      total: () => countTimeline(context.db, { noticeId: row.id }),
      view: (entry) => ({ ...entry, at: entry.at.toISOString() }),
      key: ({ seq }) => [seq],
    });
  });
}
