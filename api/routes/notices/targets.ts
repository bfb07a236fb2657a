import {
  listNoticeSecondReviews,
  listNoticeTargetHistory,
  listNoticeTargets,
} from '../../../application/intake/notice/targets.js';
import { secondReviewView, targetEvent, targetView } from '../../../contract/notice-parts.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams, targetParams } from '../../../contract/params.js';
import { listQuery } from '../../../contract/query.js';
import { targetFilter } from '../../../contract/target-filter.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readPartNumber } from '../../part-number.js';

const LARGEST_NO = 2_147_483_647;

const query = listQuery({
  ...targetFilter,
  from: wholeNumber(1, LARGEST_NO).optional().describe('Only targets with this number or a higher one'),
  skip: wholeNumber(0, LARGEST_NO)
    .optional()
    .describe('Number of targets to skip, for a scroll bar; use `cursor` to read all targets'),
});

export function registerListTargets(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List the targets of a notice, by number',
    tags: ['notices'],
    querystring: query,
    response: { 200: createPageSchema(targetView) },
  };
  app.get('/v1/notices/:id/targets', { schema }, async (request) =>
    listNoticeTargets(context, requireCaller(request), request.params.id, request.query),
  );
}

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
export function registerListSecondReviews(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List targets that need a second review, without the first decision',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(secondReviewView) },
  };
  app.get('/v1/notices/:id/second-reviews', { schema, preValidation: needs('decide') }, async (request) =>
    listNoticeSecondReviews(context, requireCaller(request), request.params.id, request.query),
  );
}
