import { pageCaughtMail } from '../../../application/letters/outbox/caught-mail.js';
import { caughtMail } from '../../../contract/ops.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery } from '../../../contract/query.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerOutboxRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List mail caught by the embedded desk',
    tags: ['ops'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(caughtMail) },
  };
  app.get('/v1/outbox', { schema, preValidation: needs('outbox.read') }, (request) =>
    pageCaughtMail(context, requireCaller(request), request.query),
  );
}
