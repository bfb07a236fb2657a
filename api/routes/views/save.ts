import { countOwnViews, saveView } from '../../../registry/notices/saved-views.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { fieldProblem } from '../../problems.js';
import { savedView, viewWrite } from '../../../contract/people/console.js';
import { noQuery } from '../../../contract/query.js';
import { answerWrite } from '../answer-write.js';
import { toSavedView } from './list.js';

const MAX_VIEWS = 100;

export function registerSaveView(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Save a view of the queue',
    tags: ['views'],
    querystring: noQuery,
    body: viewWrite,
    response: { 200: savedView, 201: savedView },
  };
  app.post('/v1/views', { schema, preValidation: needs('notice.read_facts') }, async (request, reply) => {
    const person = requireCaller(request).person.id;
    const { body } = request;
    return answerWrite(context, { request, reply, scope: 'POST /v1/views' }, async (trx) => {
      const { view, added } = await saveView(trx, { id: context.newId(), owner: person, ...body });
      if (added && (await countOwnViews(trx, person)) > MAX_VIEWS)
        throw fieldProblem('', `You already have ${MAX_VIEWS} views. Delete one first.`);
      return { status: added ? 201 : 200, answer: toSavedView(view, person), location: null };
    });
  });
}
