import { claimKey } from '../../../client/administration/keys.js';
import { keyClaim, newKey } from '../../../contract/people/admin.js';
import { noQuery } from '../../../contract/query.js';
import { callerOf } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';
import { toNewKey } from './create.js';

export function registerClaimKey(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Get a confirmed key of your own; it is shown once',
    description:
      'By the owner of the key alone, signed in or with another key of theirs that has its roles, within 24 hours after the confirmation. A change that is not yours, used or over is answered 404 in the same words.',
    tags: ['keys'],
    querystring: noQuery,
    body: keyClaim,
    response: { 201: newKey },
  };
  app.post('/v1/keys/claim', { schema }, async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    return answerWrite(context, { request, reply, scope: 'POST /v1/keys/claim' }, async (trx) => {
      const asking = { trx, services: context, caller: callerOf(request) };
      return { status: 201, location: null, ...toNewKey(await claimKey(asking, request.body)) };
    });
  });
}
