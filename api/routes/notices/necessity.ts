import { answerNecessity, readNecessity } from '../../../application/commands/necessity.js';
import { necessityFilter, necessityView, necessityWrite } from '../../../contract/review/necessity.js';
import { idParams } from '../../../contract/params.js';
import { noticeTo } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

export function registerNecessity(app: Api, context: ApiContext): void {
  const shown = {
    params: idParams,
    summary: 'Whether necessity and proportion have to be weighed, and what was answered',
    tags: ['notices'],
    querystring: necessityFilter,
    response: { 200: necessityView },
  };
  app.get('/v1/notices/:id/necessity', { schema: shown }, async (request) =>
    readNecessity(context, requireCaller(request), { id: request.params.id, ...request.query }),
  );
  writeRoute(app, context, {
    url: '/v1/notices/:id/necessity',
    params: idParams,
    summary: 'Answer whether acting is necessary and in proportion, for the drafts as they are',
    tags: ['notices'],
    admit: 'decide',
    find: noticeTo(context, 'facts'),
    body: necessityWrite,
    response: { 200: necessityView },
    write: async (acting, { found: row, body: answers }) => ({
      answer: await answerNecessity(acting, { row, answers }),
    }),
  });
}
