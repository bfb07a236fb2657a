import { z } from 'zod';
import { updatePasskeyName, noSuchPasskey, removePasskey } from '../../../application/people/own-passkeys.js';
import { changeRequested } from '../../../contract/people/admin.js';
import { idParams } from '../../../contract/params.js';
import { passkeyRename, passkeyView } from '../../../contract/people/passkeys.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { sendRemoved } from '../answer-change.js';
import { answerWrite } from '../answer-write.js';
import { toPasskeyView } from './view.js';

export function registerRenamePasskey(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Rename a passkey',
    tags: ['passkeys'],
    querystring: noQuery,
    body: passkeyRename,
    response: { 200: passkeyView },
  };
  app.patch('/v1/me/passkeys/:id', { schema }, async (request, reply) => {
    const { id } = request.params;
    return answerWrite(context, { request, reply, scope: `PATCH /v1/me/passkeys/${id}` }, async (trx) => {
      if (!isUuid(id)) throw noSuchPasskey();
      const asking = { trx, services: context, caller: requireCaller(request) };
      const named = await updatePasskeyName(asking, { id, name: request.body.name });
      return { status: 200, answer: toPasskeyView(named), location: null };
    });
  });
}

/** `DELETE /v1/me/passkeys/{id}`: with step-up on, removing the last one waits for a second person (202). */
export function registerRemovePasskey(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Remove a passkey',
    description: 'With DESK_STEP_UP on, the last one waits for an admin or counsel.',
    tags: ['passkeys'],
    querystring: noQuery,
    response: { 202: changeRequested, 204: z.null() },
  };
  app.delete('/v1/me/passkeys/:id', { schema }, async (request, reply) => {
    const { id } = request.params;
    const outcome = await context.db.transaction().execute(async (trx) => {
      if (!isUuid(id)) throw noSuchPasskey();
      return removePasskey({ trx, services: context, caller: requireCaller(request) }, id);
    });
    return sendRemoved(reply, outcome);
  });
}
