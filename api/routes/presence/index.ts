import { pagePresence } from '../../../application/intake/notice/presence.js';
import { createPageSchema } from '../../../contract/paging.js';
import { presenceView } from '../../../contract/people/console.js';
import { listQuery } from '../../../contract/query.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerPresenceRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List who is viewing which notice',
    tags: ['presence'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(presenceView) },
  };
  app.get('/v1/presence', { schema, preValidation: needs('notice.read_facts') }, (request) =>
    pagePresence(context, requireCaller(request), request.query),
  );
}
