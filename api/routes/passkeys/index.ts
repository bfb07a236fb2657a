import { z } from 'zod';
import {
  addPasskey,
  pagePasskeys,
  removePasskey,
  updatePasskeyName,
} from '../../../application/people/own-passkeys.js';
import { makeChallenge, startRegistration } from '../../../application/step-up.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { changeRequested } from '../../../contract/people/admin.js';
import {
  challengeView,
  challengeWrite,
  passkeyOptions,
  passkeyRename,
  passkeyView,
  passkeyWrite,
  registrationOptions,
} from '../../../contract/people/passkeys.js';
import { listQuery, noQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readWriteAct } from '../../step-up.js';
import { writeRoute } from '../../write-route.js';

const tags = ['passkeys'];

export function registerPasskeysRoutes(app: Api, context: ApiContext): void {
  const list = {
    summary: 'List my passkeys',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(passkeyView) },
  };
  app.get('/v1/me/passkeys', { schema: list }, (request) =>
    pagePasskeys(context, requireCaller(request), request.query),
  );

  registerPasskeyOptions(app, context);

  writeRoute(app, context, {
    url: '/v1/me/passkeys',
    summary: 'Register a passkey',
    tags,
    body: passkeyWrite,
    response: { 201: passkeyView },
    write: async (acting, { body }) => {
      const answer = await addPasskey(acting, body);
      return { answer, location: `/v1/me/passkeys/${answer.id}` };
    },
  });

  writeRoute(app, context, {
    method: 'PATCH',
    url: '/v1/me/passkeys/:id',
    summary: 'Rename a passkey',
    tags,
    params: idParams,
    body: passkeyRename,
    response: { 200: passkeyView },
    write: async (acting, { params, body }) => ({ answer: await updatePasskeyName(acting, { ...params, ...body }) }),
  });

  writeRoute(app, context, {
    method: 'DELETE',
    url: '/v1/me/passkeys/:id',
    summary: 'Remove a passkey',
    description: 'With DESK_STEP_UP on, the last one waits for an admin or counsel.',
    tags,
    params: idParams,
    response: { 202: changeRequested, 204: z.null() },
    write: (acting, { params }) => removePasskey(acting, params),
  });
}

/** Challenges are new each time, so neither route takes an Idempotency-Key. */
function registerPasskeyOptions(app: Api, context: ApiContext): void {
  const options = {
    summary: 'Start registering a passkey',
    description:
      'For `navigator.credentials.create`. With DESK_STEP_UP on, a person who already has a passkey must confirm with it.',
    tags,
    querystring: noQuery,
    body: passkeyOptions,
    response: { 200: registrationOptions },
  };
  app.post('/v1/me/passkeys/options', { schema: options }, (request) => {
    const stepUp = { act: readWriteAct(request), assertion: request.body.assertion };
    return startRegistration(context, { caller: requireCaller(request), stepUp });
  });

  const challenge = {
    summary: 'Get the challenge that a passkey must sign for an action',
    description: "The signed answer goes into `assertion` of the action's request.",
    tags,
    querystring: noQuery,
    body: challengeWrite,
    response: { 200: challengeView },
  };
  app.post('/v1/me/passkeys/challenge', { schema: challenge }, (request, reply) => {
    void reply.header('cache-control', 'no-store');
    return makeChallenge({ trx: context.db, services: context, caller: requireCaller(request) }, request.body.act);
  });
}
