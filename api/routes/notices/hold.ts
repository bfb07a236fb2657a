import { askOrLift, setHold } from '../../../application/audit/retention/holds.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { heldNotice, holdWrite } from '../../../contract/retention.js';
import { findReadableNotice } from '../../access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { needStepUp } from '../../../application/people/passkeys/step-up.js';
import { readWriteAct } from '../../step-up.js';
import { answerWrite } from '../answer-write.js';

/** `POST /v1/notices/{id}/hold`: prevents any erasure until the hold is lifted. At any stage; counsel only. */
export function registerSetHold(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Put a notice under a legal hold',
    description: 'Nothing in it is erased until two people have lifted the hold. 409 if it is already under one.',
    tags: ['retention'],
    querystring: noQuery,
    body: holdWrite,
    response: { 200: heldNotice },
  };
  app.post('/v1/notices/:id/hold', { schema, preValidation: needs('hold') }, async (request, reply) => {
    const { row } = await findReadableNotice(context, request);
    const { reason } = request.body;
    return answerWrite(context, { request, reply, scope: `POST /v1/notices/${row.id}/hold` }, async (trx) => {
      await setHold({ trx, services: context, caller: requireCaller(request) }, { noticeId: row.id, reason });
      return { status: 200, answer: { notice: row.id, state: 'held' }, location: null };
    });
  });
}

/**
 * `POST /v1/notices/{id}/lift-hold`: requests to lift the hold; the same from another counsel or an approver lifts it.
 */
export function registerLiftHold(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Request to lift a legal hold, or approve the request',
    description:
      'Counsel requests it; another counsel, or an approver with access to the notice, approves. 409 if there is no hold.',
    tags: ['retention'],
    querystring: noQuery,
    body: holdWrite,
    response: { 200: heldNotice },
  };
  app.post('/v1/notices/:id/lift-hold', { schema, preValidation: needs('lift_hold') }, async (request, reply) => {
    const { row } = await findReadableNotice(context, request);
    const { reason, assertion } = request.body;
    return answerWrite(context, { request, reply, scope: `POST /v1/notices/${row.id}/lift-hold` }, async (trx) => {
      const asking = { trx, services: context, caller: requireCaller(request) };
      await needStepUp(asking, { act: readWriteAct(request), assertion });
      const { lifted } = await askOrLift(asking, { noticeId: row.id, reason });
      return { status: 200, answer: { notice: row.id, state: lifted ? 'lifted' : 'lift_requested' }, location: null };
    });
  });
}
