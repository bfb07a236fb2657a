import { readFacets } from '../../../application/intake/notice/facets.js';
import { facetsQuery, facetsView } from '../../../contract/facets.js';
import { idParams } from '../../../contract/params.js';
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
}
