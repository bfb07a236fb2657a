import { z } from 'zod';
import { askKey, claimKey, pageKeys, revokeKey, type MadeKey } from '../../../application/people/keys.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { changeRequested, keyClaim, keyView, keyWrite, newKey } from '../../../contract/people/admin.js';
import { listQuery } from '../../../contract/query.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute, type Written } from '../../write-route.js';

const tags = ['keys'];

export function registerKeysRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Keys',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(keyView) },
  };
  app.get('/v1/keys', { schema, preValidation: needs('keys.manage') }, ({ query }) => pageKeys(context, query));

  writeRoute(app, context, {
    url: '/v1/keys',
    summary: 'Create a key; it is shown once',
    description:
      'A key for another person, or one that speaks for authorities, must be confirmed by a second admin or counsel; its owner then gets it with `POST /v1/keys/claim`.',
    tags,
    body: keyWrite,
    response: { 201: newKey, 202: changeRequested },
    admit: 'keys.manage',
    write: async (acting, { body }) => {
      const outcome = await askKey(acting, body);
      return outcome.pending ? outcome : showOnce(outcome.done);
    },
  });

  writeRoute(app, context, {
    url: '/v1/keys/claim',
    summary: 'Claim your own confirmed key; it is shown once',
    description:
      'Only for the owner of the key, signed in or with another of their keys that has the same roles, within 24 hours of the confirmation. A change that is not yours, already used or expired gets the same 404.',
    tags,
    body: keyClaim,
    response: { 201: newKey },
    write: async (acting, { body }) => showOnce(await claimKey(acting, body)),
  });

  writeRoute(app, context, {
    method: 'DELETE',
    url: '/v1/keys/:id',
    summary: 'Revoke a key',
    tags,
    params: idParams,
    response: { 204: z.null() },
    admit: 'keys.manage',
    write: (acting, { params }) => revokeKey(acting, params),
  });
}

function showOnce({ text, ...key }: MadeKey): Written {
  return { answer: key, shownOnce: { key: text } };
}
