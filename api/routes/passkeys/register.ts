import { makeRegistration } from '../../../application/people/passkeys/challenge.js';
import { addPasskey } from '../../../application/people/own-passkeys.js';
import { needRelyingParty, needSession } from '../../../application/people/passkeys/step-up.js';
import { passkeyOptions, passkeyView, passkeyWrite, registrationOptions } from '../../../contract/people/passkeys.js';
import { noQuery } from '../../../contract/query.js';
import { listPasskeys } from '../../../registry/people/passkeys.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { needStepUpFor } from '../../step-up.js';
import { answerWrite } from '../answer-write.js';
import { toPasskeyView } from './view.js';

/**
 * `POST /v1/me/passkeys/options`: valid for five minutes in this session. With step-up on, a person who has a passkey
 * confirms with it: a session alone adds none.
 */
export function registerPasskeyOptions(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Start registering a passkey',
    description:
      'For `navigator.credentials.create`. With DESK_STEP_UP on, a person who already has a passkey must confirm with it.',
    tags: ['passkeys'],
    querystring: noQuery,
    body: passkeyOptions,
    response: { 200: registrationOptions },
  };
  app.post('/v1/me/passkeys/options', { schema }, async (request) =>
    context.db.transaction().execute(async (trx) => {
      const stepping = { trx, services: context, caller: requireCaller(request) };
      needSession(stepping.caller);
      needRelyingParty(context);
      const own = await listPasskeys(trx, stepping.caller.person.id);
      if (own.length > 0) await needStepUpFor(stepping, request, request.body.assertion);
      return makeRegistration(stepping);
    }),
  );
}

export function registerAddPasskey(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Register a passkey',
    tags: ['passkeys'],
    querystring: noQuery,
    body: passkeyWrite,
    response: { 201: passkeyView },
  };
  app.post('/v1/me/passkeys', { schema }, async (request, reply) =>
    answerWrite(context, { request, reply, scope: 'POST /v1/me/passkeys' }, async (trx) => {
      const added = await addPasskey({ trx, services: context, caller: requireCaller(request) }, request.body);
      return { status: 201, answer: toPasskeyView(added), location: `/v1/me/passkeys/${added.id}` };
    }),
  );
}
