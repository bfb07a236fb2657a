import { listNoticeTargetHistory } from '../../../application/intake/notice/targets.js';
import { targetEvent } from '../../../contract/notice-parts.js';
import { createPageSchema } from '../../../contract/paging.js';
import { targetParams } from '../../../contract/params.js';
import { listQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readPartNumber } from '../../part-number.js';

export function registerGetTargetHistory(app: Api, context: ApiContext): void {
  const schema = {
    params: targetParams,
    summary: 'The history of one target, oldest first',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(targetEvent) },
  };
  app.get('/v1/notices/:id/targets/:no/history', { schema }, async (request) => {
    const target = { id: request.params.id, no: readPartNumber(request.params.no) };
    return listNoticeTargetHistory(context, requireCaller(request), target, request.query);
  });
}

/** `GET /v1/notices/{id}/second-reviews`: sampled drafts of others that wait for the caller's blind second review. */
