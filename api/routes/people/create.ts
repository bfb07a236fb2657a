import { askPerson } from '../../../application/people/people.js';
import { changeRequested, personView, personWrite } from '../../../contract/people/admin.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { needStepUpFor } from '../../step-up.js';
import { toAnswer } from '../answer-change.js';
import { answerWrite } from '../answer-write.js';

/**
 * `POST /v1/people`: adds (201) or changes (200) a person; waits for a second person if it grants a role other than
 * `intake`, or changes a name or address (202).
 */
export function registerCreatePerson(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Add or change a person',
    description:
      'Granting a role (except `intake`) and changing a name or email address must be confirmed by a second admin or counsel. You cannot change your own roles.',
    tags: ['people'],
    querystring: noQuery,
    body: personWrite,
    response: { 200: personView, 201: personView, 202: changeRequested },
  };
  app.post('/v1/people', { schema, preValidation: needs('people.manage') }, async (request, reply) =>
    answerWrite(context, { request, reply, scope: 'POST /v1/people' }, async (trx) => {
      const asking = { trx, services: context, caller: requireCaller(request) };
      await needStepUpFor(asking, request, request.body.assertion);
      const outcome = await askPerson(asking, request.body);
      return toAnswer(outcome, ({ person, isNew }) => ({
        status: isNew ? 201 : 200,
        answer: { ...person },
        location: null,
      }));
    }),
  );
}
