import { z } from 'zod';
import { deleteView, pageViews, saveView } from '../../../application/people/saved-views.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { savedView, viewWrite } from '../../../contract/people/console.js';
import { listQuery } from '../../../contract/query.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const tags = ['views'];

export function registerViewsRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List saved views of the queue, your own and shared ones',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(savedView) },
  };
  app.get('/v1/views', { schema, preValidation: needs('notice.read_facts') }, (request) =>
    pageViews(context, requireCaller(request), request.query),
  );

  writeRoute(app, context, {
    url: '/v1/views',
    summary: 'Save a view of the queue',
    tags,
    body: viewWrite,
    response: { 200: savedView, 201: savedView },
    admit: 'notice.read_facts',
    write: async (acting, { body }) => {
      const { view, added } = await saveView(acting, body);
      return { status: added ? 201 : 200, answer: view };
    },
  });

  writeRoute(app, context, {
    method: 'DELETE',
    url: '/v1/views/:id',
    summary: 'Delete a view',
    tags,
    params: idParams,
    response: { 204: z.null() },
    write: (acting, { params }) => deleteView(acting, params),
  });
}
