import { askAuthority, pageAuthorities, readAuthorityNames } from '../../../application/people/authorities.js';
import { authorityNamesView, authorityView, authorityWrite, changeRequested } from '../../../contract/people/admin.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery, noQuery } from '../../../contract/query.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const tags = ['authorities'];

export function registerAuthoritiesRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'The authority directory',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(authorityView) },
  };
  app.get('/v1/authorities', { schema, preValidation: needs('authorities.read') }, ({ query }) =>
    pageAuthorities(context, query),
  );

  const names = {
    summary: 'List the names of the authorities that a notice can come from',
    description: 'A key gets only the authorities that it speaks for.',
    tags,
    querystring: noQuery,
    response: { 200: authorityNamesView },
  };
  app.get('/v1/authorities/names', { schema: names, preValidation: needs('authorities.names') }, (request) =>
    readAuthorityNames(context, requireCaller(request)),
  );

  writeRoute(app, context, {
    url: '/v1/authorities',
    summary: 'Add or change an authority',
    description:
      'A second admin or counsel must confirm a changed letters or call-back contact, domain or signer of a verified authority, and the verification of an authority. A new contact takes effect DESK_CONTACT_DELAY after that.',
    tags,
    body: authorityWrite,
    response: { 200: authorityView, 201: authorityView, 202: changeRequested },
    admit: 'authorities.write',
    write: async (acting, { body }) => {
      const outcome = await askAuthority(acting, body);
      if (outcome.pending) return outcome;
      const { authority, isNew } = outcome.done;
      return { status: isNew ? 201 : 200, answer: authority };
    },
  });
}
