import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { findReadableNotice } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { noticeReceipt, noticeView } from '../../../contract/notice-view.js';
import { noQuery } from '../../../contract/query.js';
import { toReceiptView } from '../../../application/intake/notice/notice-summary.js';
import { loadNoticeView } from '../../../application/intake/notice/notice-view.js';

export function registerGetNotice(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Get a notice',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: z.union([noticeView, noticeReceipt]) },
  };
  app.get('/v1/notices/:id', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    if (access === 'receipt') return toReceiptView(row);
    return loadNoticeView(context, { row, caller: requireCaller(request) });
  });
}
