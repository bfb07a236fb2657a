import { askToErase } from '../../../application/people/erase-person.js';
import { changeRequested } from '../../../contract/people/admin.js';
import { idParams } from '../../../contract/params.js';
import { noBody, noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import { findPerson } from '../../../registry/people/people.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { answerWrite } from '../answer-write.js';
import { CURES } from '../../../domain/commands/cures.js';

/** `POST /v1/people/{id}/erase`: waits for a second person (202). The id and the pseudonym in the log remain. */
export function registerErasePerson(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Erase a person who has left',
    description:
      'They must be inactive and past the retention period for `people` (GET /v1/retention/rules). Cannot be undone.',
    tags: ['people'],
    querystring: noQuery,
    body: noBody,
    response: { 202: changeRequested },
  };
  app.post('/v1/people/:id/erase', { schema, preValidation: needs('people.manage') }, async (request, reply) => {
    const { id } = request.params;
    return answerWrite(context, { request, reply, scope: `POST /v1/people/${id}/erase` }, async (trx) => {
      const person = isUuid(id) ? await findPerson(trx, { id }) : undefined;
      if (person === undefined) throw new ApiProblem('not-found', CURES.noPerson);
      const { change } = await askToErase({ trx, services: context, caller: requireCaller(request) }, person);
      return { status: 202, answer: { change, state: 'pending' }, location: `/v1/changes/${change}` };
    });
  });
}
