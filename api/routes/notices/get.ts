import { z } from 'zod';
import { readNoticeView } from '../../../application/intake/notice/notice-view.js';
import { noticeReceipt, noticeView } from '../../../contract/notice-view.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerGetNotice(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Get a notice',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: z.union([noticeView, noticeReceipt]) },
  };
  app.get('/v1/notices/:id', { schema }, async (request) =>
    readNoticeView(context, requireCaller(request), request.params.id),
  );
}
