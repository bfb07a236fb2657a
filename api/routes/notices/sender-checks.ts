import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { senderCheckView } from '../../../contract/notice-parts.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { countSenderChecks, listSenderChecks } from '../../../registry/notices/sender-checks.js';
import { findReadableNotice } from '../../access.js';
import { needFacts } from '../../../application/access.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { toSenderCheckView } from '../../../application/intake/notice/part-views.js';

export function registerListSenderChecks(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List sender checks of a notice',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(senderCheckView) },
  };
  app.get('/v1/notices/:id/sender-checks', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const { cursor, ...paging } = request.query;
    const key = readCursor(cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
    const after = key === null ? null : { at: new Date(key[0]), id: key[1] };
    return answerPage(paging, {
      rows: (limit) => listSenderChecks(context.db, { noticeId: row.id, after, limit }),
      total: () => countSenderChecks(context.db, row.id),
      view: toSenderCheckView,
      key: ({ at, id }) => [at.getTime(), id],
    });
  });
}
