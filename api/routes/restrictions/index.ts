import { z } from 'zod';
import { pageRestrictions } from '../../../application/enforcement/restrictions.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery, queryText } from '../../../contract/query.js';
import { restrictionView } from '../../../contract/restrictions.js';
import { TARGET_TYPES } from '../../../domain/targets/target.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerRestrictionsRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List restrictions in force on the platform',
    tags: ['restrictions'],
    querystring: listQuery({
      type: z.enum(TARGET_TYPES).optional(),
      locator: queryText(10_000).optional(),
      q: queryText(10_000).optional().describe('Part of a locator, in upper or lower case'),
    }),
    response: { 200: createPageSchema(restrictionView) },
  };
  app.get('/v1/restrictions', { schema, preValidation: needs('notice.read_facts') }, (request) =>
    pageRestrictions(context, requireCaller(request), request.query),
  );
}
