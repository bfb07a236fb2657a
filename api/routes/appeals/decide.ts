import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { decideAppeal } from '../../../application/appeals/decide-appeal.js';
import { toReader } from '../../../application/caller.js';
import { appealDecide, appealDecided } from '../../../contract/appeals.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import { findAppeal } from '../../../registry/appeals/appeals.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerOnce, readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { ApiProblem } from '../../problems.js';
import { readWriteAct, recordWrongPasskey } from '../../step-up.js';
import { toAppealView } from '../../../application/appeals/appeal-view.js';

type DecideRequest = FastifyRequest & { body: z.infer<typeof appealDecide> };

export function registerDecideAppeal(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Decide an appeal',
    description:
      'Anyone who filed the appeal, or decided or approved the restriction, is refused (four-eyes). `restored` opens a restoration with cause `appeal_won` that needs an approver.',
    tags: ['appeals'],
    querystring: noQuery,
    body: appealDecide,
    response: { 200: appealDecided },
  };
  app.post('/v1/appeals/:id/decide', { schema, preValidation: needs('appeal.read') }, async (request, reply) => {
    const { id } = request.params;
    if (!isUuid(id)) throw new ApiProblem('not-found', 'There is no such appeal.');
    const scope = `POST /v1/appeals/${id}/decide`;
    try {
      const key = readIdempotencyKey(request);
      if (key === undefined) return await decide(context, request, id);
      // On connections of its own, as for a command: the work takes several transactions.
      const once = await answerOnce(context.gate, request, { key, scope }, async () => ({
        status: 200,
        answer: await decide(context, request, id),
        location: null,
        noticeId: null,
      }));
      return sendAnswer(reply, once);
    } catch (error) {
      await recordWrongPasskey(context, request, { error, noticeId: null, name: scope });
      throw error;
    }
  });
}

async function decide(context: ApiContext, request: DecideRequest, id: string) {
  const caller = requireCaller(request);
  const { assertion, ...verdict } = request.body;
  const stepUp = { act: readWriteAct(request), assertion };
  const notified = await decideAppeal(context, caller, { id, verdict, stepUp });
  const row = await findAppeal(context.db, { id, reader: toReader(caller) });
  if (row === undefined) throw new ApiProblem('not-found', 'There is no such appeal.');
  return { ...toAppealView(row, caller), notified };
}
