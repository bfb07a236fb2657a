import { decideAppeal } from '../../../application/appeals/decide-appeal.js';
import { fileForUser } from '../../../application/appeals/file-appeal.js';
import { appealCreate, appealDecide, appealDecided, filedAppeal } from '../../../contract/appeals.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { readWriteAct } from '../../step-up.js';
import { writeRoute } from '../../write-route.js';

export function registerWriteAppeals(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/appeals',
    summary: 'File an appeal on behalf of a user',
    description:
      'Accepted even if late and even if the desk cannot match it to a decision. The answer is always the same, so it does not reveal whether a notice exists.',
    tags: ['appeals'],
    body: appealCreate,
    response: { 201: filedAppeal },
    admit: 'appeal.file',
    write: async (acting, { body }) => {
      const answer = await fileForUser(acting, body);
      return { answer, location: `/v1/appeals/${answer.id}` };
    },
  });
  const decision = {
    params: idParams,
    summary: 'Decide an appeal',
    description:
      'Anyone who filed the appeal, or decided or approved the restriction, is refused (four-eyes). `restored` opens a restoration with cause `appeal_won` that needs an approver.',
    tags: ['appeals'],
    querystring: noQuery,
    body: appealDecide,
    response: { 200: appealDecided },
  };
  app.post(
    '/v1/appeals/:id/decide',
    { schema: decision, preValidation: needs('appeal.read') },
    async (request, reply) => {
      const { body } = request;
      const { assertion, ...verdict } = body;
      const stepUp = { act: readWriteAct(request), assertion };
      const order = { id: request.params.id, verdict, stepUp, key: readIdempotencyKey(request), body };
      return sendAnswer(reply, await decideAppeal(context, requireCaller(request), order));
    },
  );
}
