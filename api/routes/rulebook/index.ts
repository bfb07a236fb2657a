import {
  pageEditions,
  approveShownEdition,
  pinShownEdition,
  refuseShownEdition,
} from '../../../application/clocks/rulebook/show-editions.js';
import { createEditionEffects } from '../../../application/clocks/rulebook/edition-effects.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery } from '../../../contract/query.js';
import {
  editionApproval,
  editionEffects,
  editionParams,
  editionPin,
  editionRefusal,
  editionView,
} from '../../../contract/rulebook/edition.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { registerCorrections } from './corrections.js';
import { registerIncidents, registerReviews } from './reviews.js';
import { registerLaw } from './law.js';
import { registerRevisions } from './revisions.js';
import { registerLawWatch } from './watch.js';

const tags = ['rulebook'];

const PINS = [
  [
    'pin',
    'Keep an edition in effect whatever is approved later, when two people, one of them counsel, have approved this',
  ],
  ['unpin', 'End a pin, when two people, one of them counsel, have approved this; the edition approved last applies'],
] as const;

export function registerRulebookRoutes(app: Api, context: ApiContext): void {
  registerLaw(app, context);
  registerRevisions(app, context);
  registerEditions(app, context);
  registerReviews(app, context);
  registerIncidents(app, context);
  registerLawWatch(app, context);
  registerCorrections(app, context);
}

function registerEditions(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List editions of the rulebook: which is in effect, and which need approval',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(editionView) },
  };
  const preValidation = needs('notice.read_facts');
  app.get('/v1/rulebook/editions', { schema, preValidation }, ({ query }) => pageEditions(context, query));

  const effects = {
    params: editionParams,
    summary: 'Preview which open clocks and test vectors an edition would change',
    tags,
    querystring: listQuery({}),
    response: { 200: editionEffects },
  };
  const getEffects = createEditionEffects(context);
  app.get('/v1/rulebook/editions/:digest/effects', { schema: effects, preValidation }, (request) =>
    getEffects(requireCaller(request), { ...request.query, ...request.params }),
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

  for (const [kind, summary] of PINS)
    writeRoute(app, context, {
      ...decision,
      url: `/v1/rulebook/editions/:digest/${kind}`,
      summary,
      body: editionPin,
      write: async (acting, { params: { digest }, body: { reason } }) => ({
        answer: await pinShownEdition(acting, { kind, digest, reason }),
      }),
    });
}
