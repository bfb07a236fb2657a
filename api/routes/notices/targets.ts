import { readFacets } from '../../../application/intake/notice/facets.js';
import { listPrecedents, readTargetContext } from '../../../application/intake/notice/precedents.js';
import { readTargetContent } from '../../../application/intake/notice/target-content.js';
import { targetContentView } from '../../../contract/review/content.js';
import { facetsQuery, facetsView } from '../../../contract/review/facets.js';
import { idParams, targetParams } from '../../../contract/params.js';
import { precedentsView, targetContextView } from '../../../contract/review/precedents.js';
import { noQuery } from '../../../contract/query.js';
import { readPartNumber } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerTargets(app: Api, context: ApiContext): void {
  const facets = {
    params: idParams,
    summary: "Count a notice's targets by remark, type, protected class, language, earlier notices and action",
    tags: ['notices'],
    querystring: facetsQuery,
    response: { 200: facetsView },
  };
  app.get('/v1/notices/:id/facets', { schema: facets }, async (request) =>
    readFacets(context, requireCaller(request), request.params.id, request.query),
  );
  const ofTarget = {
    params: targetParams,
    summary: 'What the platform knows of a target, and other notices on it with their decisions',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: targetContextView },
  };
  app.get('/v1/notices/:id/targets/:no/context', { schema: ofTarget }, async (request) => {
    const { id, no } = request.params;
    return readTargetContext(context, requireCaller(request), { id, no: readPartNumber(no) });
  });
  const content = {
    params: targetParams,
    summary: 'What the platform shows of a target now; nothing of it is stored, and the audit log names who asked',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: targetContentView },
  };
  app.get('/v1/notices/:id/targets/:no/content', { schema: content }, async (request) => {
    const { id, no } = request.params;
    return readTargetContent(context, requireCaller(request), { id, no: readPartNumber(no) });
  });
  const precedents = {
    params: idParams,
    summary: 'Earlier notices of the same authority and law or with a similar subject, with outcome and reasons',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: precedentsView },
  };
  app.get('/v1/notices/:id/precedents', { schema: precedents }, async (request) =>
    listPrecedents(context, requireCaller(request), request.params.id),
  );
}
