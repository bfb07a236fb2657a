import { claimKey } from '../../../application/people/keys.js';
import { keyClaim, newKey } from '../../../contract/people/admin.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';
import { toNewKey } from './create.js';

export function registerClaimKey(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Claim your own confirmed key; it is shown once',
    description:
      'Only for the owner of the key, signed in or with another of their keys that has the same roles, within 24 hours of the confirmation. A change that is not yours, already used or expired gets the same 404.',
    tags: ['keys'],
    querystring: noQuery,
    body: keyClaim,
    response: { 201: newKey },
  };
  app.post('/v1/keys/claim', { schema }, async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    return answerWrite(context, { request, reply, scope: 'POST /v1/keys/claim' }, async (trx) => {
      const asking = { trx, services: context, caller: requireCaller(request) };
      return { status: 201, location: null, ...toNewKey(await claimKey(asking, request.body)) };
    });
  });
}
