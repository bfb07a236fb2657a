import { fileForUser } from '../../../application/appeals/file-appeal.js';
import { appealCreate, filedAppeal } from '../../../contract/appeals.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';

/**
 * `POST /v1/appeals`: a platform files an appeal for its user. The answer does not reveal whether a notice was found.
 */
export function registerFileAppeal(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'File an appeal on behalf of a user',
    description:
      'Accepted even if late and even if the desk cannot match it to a decision. The answer is always the same, so it does not reveal whether a notice exists.',
    tags: ['appeals'],
    querystring: noQuery,
    body: appealCreate,
    response: { 201: filedAppeal },
  };
  app.post('/v1/appeals', { schema, preValidation: needs('appeal.file') }, async (request, reply) =>
    answerWrite(context, { request, reply, scope: 'POST /v1/appeals' }, async (trx) => {
      const filed = await fileForUser({ trx, services: context }, requireCaller(request), request.body);
      const { id, number, receivedAt, dueAt } = filed;
      const open = { state: 'open', outcome: null, reasons: null, decidedAt: null };
      const answer = { id, number, ...open, receivedAt: receivedAt.toISOString(), dueAt: dueAt.toISOString() };
      return { status: 201, answer, location: `/v1/appeals/${id}` };
    }),
  );
}
