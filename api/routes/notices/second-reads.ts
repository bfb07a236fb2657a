import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { countSecondReads, listSecondReads } from '../../../registry/target/second-reads.js';
import { findReadableNotice } from '../../access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readCursor } from '../../paging.js';
import { secondReadView } from '../../../contract/notice-parts.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { answerPage } from '../answer-page.js';
import { toSecondReadView } from './part-views.js';
import { createPageSchema } from '../../../contract/paging.js';

/** `GET /v1/notices/{id}/second-reads`: sampled drafts of others that wait for the caller's blind second review. */
export function registerListSecondReads(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List targets that need a second review, without the first decision',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(secondReadView) },
  };
  app.get('/v1/notices/:id/second-reads', { schema, preValidation: needs('decide') }, async (request) => {
    const { row } = await findReadableNotice(context, request);
    const { cursor, ...paging } = request.query;
    const [afterNo = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const reader = requireCaller(request).person.id;
    const asked = { noticeId: row.id, percent: context.secondReadPercent, reader };
    return answerPage(paging, {
      rows: (limit) => listSecondReads(context.db, { ...asked, afterNo, limit }),
      total: () => countSecondReads(context.db, asked),
      view: toSecondReadView,
      key: ({ no }) => [no],
    });
  });
}
