import { z } from 'zod';
import {
  confirmGolden,
  markGolden,
  pageGoldenItems,
  retireGolden,
} from '../../../application/commands/golden-items.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { goldenItems, goldenMarked, goldenQuery, goldenView, goldenWrite } from '../../../contract/review/quality.js';
import { noticeTo } from '../../access.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const tags = ['quality'];

export function registerGoldenItemsRoutes(app: Api, context: ApiContext): void {
  const list = {
    summary: 'List golden items by set, with their agreed decisions',
    tags,
    querystring: goldenQuery,
    response: { 200: createPageSchema(goldenView) },
  };
  app.get('/v1/golden-items', { schema: list, preValidation: needs('golden.confirm') }, (request) =>
    pageGoldenItems(context, requireCaller(request), request.query),
  );

  writeRoute(app, context, {
    url: '/v1/notices/:id/golden',
    params: idParams,
    summary: 'Mark decided targets as golden, with the agreed decision',
    description: 'They measure reviewers once another person has confirmed them. The notice itself does not change.',
    tags,
    admit: 'golden.mark',
    find: noticeTo(context, 'documents'),
    body: goldenWrite,
    response: { 201: goldenMarked },
    write: async (acting, { found: row, body }) => ({ answer: await markGolden(acting, { row, ...body }) }),
  });

  writeRoute(app, context, {
    url: '/v1/golden-items/confirm',
    summary: 'Confirm the agreed decisions of golden items that another person marked',
    tags,
    admit: 'golden.confirm',
    body: goldenItems,
    response: { 204: z.null() },
    write: (acting, { body }) => confirmGolden(acting, body),
  });
  writeRoute(app, context, {
    url: '/v1/golden-items/retire',
    summary: 'Serve golden items no longer; their answers stay',
    tags,
    admit: 'golden.confirm',
    body: goldenItems,
    response: { 204: z.null() },
    write: (acting, { body }) => retireGolden(acting, body),
  });
}
