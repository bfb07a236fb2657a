import { z } from 'zod';
import { search } from '../../../application/intake/notice/search.js';
import { queryText } from '../../../contract/query.js';
import { searchView } from '../../../contract/people/search.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerSearchRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Search notices, targets, mail, letters, the audit log, authorities and laws',
    tags: ['notices'],
    querystring: z.strictObject({
      q: queryText(300).describe('Part of a text that names it; for an account or hashtag with @ or #, its beginning'),
      called: queryText(10_000).optional().describe('As in `GET /v1/audit`'),
    }),
    response: { 200: searchView },
  };
  app.get('/v1/search', { schema }, (request) => search(context, requireCaller(request), request.query));
}
