import { z } from 'zod';
import { listNoticeTimeline } from '../../../application/intake/notice/timeline.js';
import { timelineEntry } from '../../../contract/notice-parts.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { listQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

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
  app.get('/v1/notices/:id/timeline', { schema }, async (request) =>
    listNoticeTimeline(context, requireCaller(request), request.params.id, request.query),
  );
}
