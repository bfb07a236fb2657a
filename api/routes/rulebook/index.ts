import {
  pageEditions,
  approveShownEdition,
  refuseShownEdition,
} from '../../../application/clocks/rulebook/show-editions.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery } from '../../../contract/query.js';
import { editionApproval, editionParams, editionRefusal, editionView } from '../../../contract/rulebook/edition.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { registerIncidents, registerReviews } from './reviews.js';
import { registerLaw } from './law.js';
import { registerRevisions } from './revisions.js';
import { registerLawWatch } from './watch.js';

const tags = ['rulebook'];

export function registerRulebookRoutes(app: Api, context: ApiContext): void {
  registerLaw(app, context);
  registerRevisions(app, context);
  registerEditions(app, context);
  registerReviews(app, context);
  registerIncidents(app, context);
  registerLawWatch(app, context);
}

function registerEditions(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List editions of the rulebook: which is in effect, and which need approval',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(editionView) },
  };
  app.get('/v1/rulebook/editions', { schema, preValidation: needs('notice.read_facts') }, ({ query }) =>
    pageEditions(context, query),
  );

  const decision = { tags, params: editionParams, response: { 200: editionView }, admit: 'rulebook.edition' } as const;

  writeRoute(app, context, {
    ...decision,
    url: '/v1/rulebook/editions/:digest/approve',
    summary:
      'Approve a changed rulebook by its digest; takes effect when two people, one of them counsel, have approved',
    body: editionApproval.nullish(),
    write: async (acting, { params: { digest }, body }) => ({
      answer: await approveShownEdition(acting, { digest, reason: body?.reason ?? null }),
    }),
  });

  writeRoute(app, context, {
    ...decision,
    url: '/v1/rulebook/editions/:digest/refuse',
    summary: 'Refuse a changed rulebook',
    body: editionRefusal,
    write: async (acting, { params: { digest }, body: { reason } }) => ({
      answer: await refuseShownEdition(acting, { digest, reason }),
    }),
  });
}
