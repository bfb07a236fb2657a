import { decideAppeal } from '../../../client/appeals/decide-appeal.js';
import { readerOf } from '../../../client/caller.js';
import { appealDecide, appealDecided } from '../../../contract/appeals.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import { findAppeal } from '../../../registry/appeal/appeals.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerOnce, readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { Problem } from '../../problems.js';
import { toAppealView } from './view.js';

/** `POST /v1/appeals/{id}/decide`: what becomes of an appeal, by somebody who had no part in what it is about. */
export function registerDecideAppeal(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Decide an appeal',
    description:
      'Whoever decided or approved what it is about is refused (four-eyes). `restored` is a reinstate with cause `appeal_won`.',
    tags: ['appeals'],
    querystring: noQuery,
    body: appealDecide,
    response: { 200: appealDecided },
  };
  app.post('/v1/appeals/:id/decide', { schema, preValidation: needs('appeal.read') }, async (request, reply) => {
    const { id } = request.params;
    if (!isUuid(id)) throw new Problem('not-found', 'There is no such appeal.');
    const caller = callerOf(request);
    const decide = async () => {
      const told = await decideAppeal(context, caller, { id, verdict: request.body });
      const row = await findAppeal(context.db, { id, reader: readerOf(caller) });
      if (row === undefined) throw new Problem('not-found', 'There is no such appeal.');
      return { ...toAppealView(row, caller), told };
    };
    const key = readIdempotencyKey(request);
    if (key === undefined) return decide();
    // On connections of its own, like a command: what it does takes several transactions.
    const once = await answerOnce(context.gate, request, { key, scope: `POST /v1/appeals/${id}/decide` }, async () => ({
      status: 200,
      answer: await decide(),
      location: null,
      noticeId: null,
    }));
    return sendAnswer(reply, once);
  });
}
