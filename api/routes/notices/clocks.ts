import { listNoticeClocks } from '../../../application/intake/notice/clocks.js';
import { clockView } from '../../../contract/notice-parts.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { listQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerListClocks(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Clocks of a notice',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(clockView) },
  };
  app.get('/v1/notices/:id/clocks', { schema }, async (request) =>
    listNoticeClocks(context, requireCaller(request), request.params.id, request.query),
  );
}
