import { claimKey } from '../../../client/administration/keys.js';
import { keyClaim, newKey } from '../../../contract/people/admin.js';
import { noQuery } from '../../../contract/query.js';
import type { Api, ApiContext } from '../../context.js';
import { toNewKey } from './create.js';

/** `POST /v1/keys/claim`: gives a confirmed key to whoever has its token, once. The token is all the credentials it takes. */
export function registerClaimKey(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Get a key by its token; it is shown once',
    description: 'Without other credentials. A token that is wrong, used or over is answered 404 in the same words.',
    tags: ['keys'],
    querystring: noQuery,
    body: keyClaim,
    response: { 201: newKey },
  };
  app.post('/v1/keys/claim', { schema }, async (request, reply) => {
    const { token } = request.body;
    const made = await context.db.transaction().execute((trx) => claimKey({ trx, services: context }, { token }));
    const { answer, shownOnce } = toNewKey(made);
    return reply
      .code(201)
      .header('cache-control', 'no-store')
      .send({ ...answer, ...shownOnce });
  });
}
