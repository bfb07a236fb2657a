import { eraseNow, pagePlannedErasures, pageRetentionRules } from '../../../application/audit/retention/erase.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery, noBody, noQuery } from '../../../contract/query.js';
import { erasedNow, plannedErasure, retentionRule } from '../../../contract/retention.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

const tags = ['retention'];

export function registerRetentionRoutes(app: Api, context: ApiContext): void {
  const preValidation = needs('retention.read');
  const preview = {
    summary: 'Preview what will be erased, when, and what prevents it',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(plannedErasure) },
  };
  app.get('/v1/retention', { schema: preview, preValidation }, (request) =>
    pagePlannedErasures(context, requireCaller(request), request.query),
  );

  const rules = {
    summary: 'List retention periods',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(retentionRule) },
  };
  app.get('/v1/retention/rules', { schema: rules, preValidation }, ({ query }) => pageRetentionRules(context, query));

  const run = {
    summary: 'Erase now what is due',
    tags,
    querystring: noQuery,
    body: noBody,
    response: { 200: erasedNow },
  };
  app.post('/v1/retention/run', { schema: run, preValidation: needs('retention.run') }, (request) =>
    eraseNow(context, requireCaller(request)),
  );
}
