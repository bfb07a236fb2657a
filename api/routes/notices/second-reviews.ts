import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { countSecondReviews, listSecondReviews } from '../../../registry/targets/second-reviews.js';
import { findReadableNotice } from '../../access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { secondReviewView } from '../../../contract/notice-parts.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { toSecondReviewView } from '../../../application/intake/notice/part-views.js';
import { createPageSchema } from '../../../contract/paging.js';

/** `GET /v1/notices/{id}/second-reviews`: sampled drafts of others that wait for the caller's blind second review. */
export function registerListSecondReviews(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List targets that need a second review, without the first decision',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(secondReviewView) },
  };
  app.get('/v1/notices/:id/second-reviews', { schema, preValidation: needs('decide') }, async (request) => {
    const { row } = await findReadableNotice(context, request);
    const { cursor, ...paging } = request.query;
    const [afterNo = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const reader = requireCaller(request).person.id;
    const question = { noticeId: row.id, percent: context.secondReviewPercent, reader };
    return answerPage(paging, {
      rows: (limit) => listSecondReviews(context.db, { ...question, afterNo, limit }),
      total: () => countSecondReviews(context.db, question),
      view: toSecondReviewView,
      key: ({ no }) => [no],
    });
  });
}
