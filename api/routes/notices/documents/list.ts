import { z } from 'zod';
import { idParams } from '../../../../contract/params.js';
import { countDocuments, listDocuments } from '../../../../registry/notices/document-views.js';
import { findReadableNotice } from '../../../access.js';
import { needDocuments } from '../../../../application/access.js';
import type { Api, ApiContext } from '../../../context.js';
import { answerPage, readCursor } from '../../../../application/paging.js';
import { documentFacts } from '../../../../contract/notice-parts.js';
import { cursorKeys, listQuery } from '../../../../contract/query.js';
import { createPageSchema } from '../../../../contract/paging.js';

export function registerListDocuments(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List the documents of a notice',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(documentFacts) },
  };
  app.get('/v1/notices/:id/documents', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const { cursor, ...paging } = request.query;
    const [afterSha256 = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listDocuments(context.db, { noticeId: row.id, afterSha256, limit }),
      total: () => countDocuments(context.db, { noticeId: row.id }),
      view: ({ sha256, name, media_type: mediaType, size }) => ({ sha256, name, mediaType, size }),
      key: ({ sha256 }) => [sha256],
    });
  });
}
