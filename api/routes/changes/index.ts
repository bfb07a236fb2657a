import { z } from 'zod';
import { getChange, pageChanges } from '../../../application/people/changes.js';
import { askRouting, getRouting } from '../../../application/people/routing.js';
import { routingView, routingWrite } from '../../../contract/people/routing.js';
import { confirmChange, refuseChange } from '../../../application/people/decide-change.js';
import { changeConfirmation, changeDecision, changeRequested, changeView } from '../../../contract/people/admin.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { listQuery, noQuery } from '../../../contract/query.js';
import { CHANGE_KINDS, CHANGE_STATES } from '../../../domain/changes/change.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const tags = ['changes'];
const decision = { tags, params: idParams, response: { 200: changeView }, admit: 'changes.decide' } as const;

function registerRouting(app: Api, context: ApiContext): void {
  const read = {
    summary: 'Routing rules of new notices',
    tags,
    querystring: noQuery,
    response: { 200: routingView },
  };
  app.get('/v1/routing', { schema: read, preValidation: needs('people.manage') }, () => getRouting(context));
  writeRoute(app, context, {
    url: '/v1/routing',
    summary: 'Request other routing rules',
    description: 'They replace all rules once a second person has confirmed them. The first rule that fits decides.',
    tags,
    admit: 'people.manage',
    body: routingWrite,
    response: { 202: changeRequested },
    write: (acting, { body }) => askRouting(acting, body),
  });
}

export function registerChangesRoutes(app: Api, context: ApiContext): void {
  registerRouting(app, context);
  const preValidation = needs('changes.read');
  const list = {
    summary: 'List changes that need two people',
    tags,
    querystring: listQuery({ state: z.enum(CHANGE_STATES).optional(), kind: z.enum(CHANGE_KINDS).optional() }),
    response: { 200: createPageSchema(changeView) },
  };
  app.get('/v1/changes', { schema: list, preValidation }, ({ query }) => pageChanges(context, query));

  const get = { params: idParams, summary: 'Get a change', tags, querystring: noQuery, response: { 200: changeView } };
  app.get('/v1/changes/:id', { schema: get, preValidation }, ({ params }) => getChange(context.db, params));

  writeRoute(app, context, {
    ...decision,
    url: '/v1/changes/:id/confirm',
    summary: 'Confirm a change requested by another person',
    body: changeConfirmation.nullish(),
    write: async (acting, { params: { id }, body }) => ({
      answer: await confirmChange(acting, { id, reason: body?.reason ?? null }),
    }),
  });

  writeRoute(app, context, {
    ...decision,
    url: '/v1/changes/:id/refuse',
    summary: 'Refuse a change requested by another person',
    body: changeDecision.nullish(),
    write: async (acting, { params: { id }, body }) => ({
      answer: await refuseChange(acting, { id, reason: body?.reason ?? null }),
    }),
  });
}
