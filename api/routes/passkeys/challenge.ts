import { makeChallenge } from '../../../application/people/passkeys/challenge.js';
import { challengeView, challengeWrite } from '../../../contract/people/passkeys.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerPasskeyChallenge(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Get the challenge that a passkey must sign for an action',
    description: "The signed answer goes into `assertion` of the action's request.",
    tags: ['passkeys'],
    querystring: noQuery,
    body: challengeWrite,
    response: { 200: challengeView },
  };
  app.post('/v1/me/passkeys/challenge', { schema }, async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const asking = { trx: context.db, services: context, caller: requireCaller(request) };
    return makeChallenge(asking, request.body.act);
  });
}
