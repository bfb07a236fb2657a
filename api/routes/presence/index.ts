import { pagePresence, enterNotice, leaveNotice } from '../../../application/intake/notice/presence.js';
import { createPageSchema } from '../../../contract/paging.js';
import { presenceView, presenceWrite } from '../../../contract/people/console.js';
import { listQuery, noQuery } from '../../../contract/query.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { z } from 'zod';
import { idParams } from '../../../contract/params.js';

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

export function registerPresence(app: Api, context: ApiContext): void {
  const arrival = {
    params: idParams,
    summary: 'Report that you are viewing a notice; returns the other viewers',
    tags: ['presence'],
    querystring: noQuery,
    body: presenceWrite,
    response: { 200: z.object({ items: z.array(presenceView).describe('The other viewers, by name') }) },
  };
  app.put('/v1/notices/:id/presence', { schema: arrival }, async (request) => {
    const { doing, at = null } = request.body;
    return { items: await enterNotice(context, requireCaller(request), { id: request.params.id, doing, at }) };
  });
  const departure = {
    params: idParams,
    summary: 'Report that you have left a notice',
    tags: ['presence'],
    querystring: noQuery,
    response: { 204: z.null() },
  };
  app.delete('/v1/notices/:id/presence', { schema: departure }, async (request, reply) => {
    await leaveNotice(context, requireCaller(request), request.params.id);
    return reply.code(204).send(null);
  });
}
