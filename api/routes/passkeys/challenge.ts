import { makeChallenge } from '../../../client/passkeys/challenge.js';
import { challengeView, challengeWrite } from '../../../contract/people/passkeys.js';
import { noQuery } from '../../../contract/query.js';
import { callerOf } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerPasskeyChallenge(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Ask what a passkey is to sign for an act',
    description: 'Its answer goes into `assertion` of the act itself.',
    tags: ['passkeys'],
    querystring: noQuery,
    body: challengeWrite,
    response: { 200: challengeView },
  };
  app.post('/v1/me/passkeys/challenge', { schema }, async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const asking = { trx: context.db, services: context, caller: callerOf(request) };
    return makeChallenge(asking, request.body.act);
  });
}
