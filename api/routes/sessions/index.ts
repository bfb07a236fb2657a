import { z } from 'zod';
import { endSession, pageSessions } from '../../../application/people/sessions.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { stamp } from '../../../contract/notice-view.js';
import { listQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { registerGetSession } from './current.js';

const tags = ['sign-in'];

const sessionView = z.object({
  id: z.string(),
  person: z.string(),
  personName: z.string(),
  startedAt: stamp,
  lastSeenAt: stamp.describe('Accurate to the minute'),
  userAgent: z.string(),
  current: z.boolean().describe('The session of this request'),
});

export function registerSessionsRoutes(app: Api, context: ApiContext): void {
  registerGetSession(app, context);

  const schema = {
    summary: 'List open sessions',
    tags,
    querystring: listQuery({
      person: z.uuid().optional().describe("Default: my own. Other people's sessions need the role admin"),
    }),
    response: { 200: createPageSchema(sessionView) },
  };
  app.get('/v1/sessions', { schema }, (request) => pageSessions(context, requireCaller(request), request.query));

  writeRoute(app, context, {
    method: 'DELETE',
    url: '/v1/sessions/:id',
    summary: 'End a session',
    tags,
    params: idParams,
    response: { 204: z.null() },
    write: (acting, { params }) => endSession(acting, params),
  });
}
