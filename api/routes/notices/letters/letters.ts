import { z } from 'zod';
import { idParams } from '../../../../contract/params.js';
import { countLetters, listLetters } from '../../../../registry/letters/letter-views.js';
import { findReadableNotice } from '../../../access.js';
import { needDocuments } from '../../../../application/access.js';
import type { Api, ApiContext } from '../../../context.js';
import { answerPage, readCursor } from '../../../../application/paging.js';
import { letterView } from '../../../../contract/notice-parts.js';
import { cursorKeys, listQuery } from '../../../../contract/query.js';
import { toLetterView } from '../../../../application/intake/notice/part-views.js';
import { createPageSchema } from '../../../../contract/paging.js';

export function registerListLetters(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Letters of a notice',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(letterView) },
  };
  app.get('/v1/notices/:id/letters', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const { cursor, ...paging } = request.query;
    const [afterN = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listLetters(context.db, { noticeId: row.id, afterN, limit }),
      total: () => countLetters(context.db, { noticeId: row.id }),
      view: toLetterView,
      key: ({ n }) => [n],
    });
  });
}
