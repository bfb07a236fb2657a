import { confirmChange, refuseChange } from '../../../application/people/decide-change.js';
import type { ChangeContext } from '../../../application/people/ask-change.js';
import { changeConfirmation, changeDecision, changeView } from '../../../contract/people/admin.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import { findChange } from '../../../registry/changes/changes.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite, type WriteAnswer } from '../answer-write.js';
import { noSuchChange } from './get.js';
import { toChangeView } from './view.js';

async function toDecided({ trx }: ChangeContext, id: string): Promise<WriteAnswer> {
  const row = await findChange(trx, id);
  if (row === undefined) throw noSuchChange();
  return { status: 200, answer: toChangeView(row), location: null };
}

/**
 * `POST /v1/changes/{id}/confirm`: 409 if the change can no longer be applied; it then stays pending and can be
 * refused. A confirmed key waits for its owner (`POST /v1/keys/claim`).
 */
export function registerConfirmChange(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Confirm a change requested by another person',
    tags: ['changes'],
    querystring: noQuery,
    body: changeConfirmation.nullish(),
    response: { 200: changeView },
  };
  app.post('/v1/changes/:id/confirm', { schema, preValidation: needs('changes.decide') }, async (request, reply) => {
    const { id } = request.params;
    const { reason = null, assertion } = request.body ?? {};
    return answerWrite(context, { request, reply, scope: `POST /v1/changes/${id}/confirm` }, async (trx) => {
      if (!isUuid(id)) throw noSuchChange();
      const asking = { trx, services: context, caller: requireCaller(request) };
      await confirmChange(asking, { id, reason, assertion });
      return toDecided(asking, id);
    });
  });
}

export function registerRefuseChange(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Refuse a change requested by another person',
    tags: ['changes'],
    querystring: noQuery,
    body: changeDecision.nullish(),
    response: { 200: changeView },
  };
  app.post('/v1/changes/:id/refuse', { schema, preValidation: needs('changes.decide') }, async (request, reply) => {
    const { id } = request.params;
    const reason = request.body?.reason ?? null;
    return answerWrite(context, { request, reply, scope: `POST /v1/changes/${id}/refuse` }, async (trx) => {
      if (!isUuid(id)) throw noSuchChange();
      const asking = { trx, services: context, caller: requireCaller(request) };
      await refuseChange(asking, { id, reason });
      return toDecided(asking, id);
    });
  });
}
