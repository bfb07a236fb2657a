import { listNoticeCorrespondence } from '../../../../application/letters/correspondence.js';
import { correspondencePage } from '../../../../contract/mail/correspondence.js';
import { idParams } from '../../../../contract/params.js';
import { listQuery } from '../../../../contract/query.js';
import { requireCaller } from '../../../caller.js';
import type { Api, ApiContext } from '../../../context.js';

export function registerListCorrespondence(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Correspondence between the desk and the authority',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: correspondencePage },
  };
  app.get('/v1/notices/:id/correspondence', { schema }, async (request) =>
    listNoticeCorrespondence(context, requireCaller(request), request.params.id, request.query),
  );
}
