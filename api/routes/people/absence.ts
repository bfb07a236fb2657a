import type { FastifyRequest } from 'fastify';
import { askAbsence, endAbsence } from '../../../application/people/absences.js';
import { done, type ChangeOutcome } from '../../../application/people/ask-change.js';
import { absenceWrite, changeRequested, personView } from '../../../contract/people/admin.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import { can } from '../../../domain/people/permission.js';
import { listAbsences, type Absence } from '../../../registry/people/absences.js';
import { findPerson } from '../../../registry/people/people.js';
import { readId } from '../../access.js';
import { requireCaller } from '../../caller.js';
import { notPermitted } from '../../../application/refusal.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { needStepUpFor } from '../../step-up.js';
import { toAnswer } from '../answer-change.js';
import { answerWrite } from '../answer-write.js';

/** Admins may mark anyone absent, others only themselves. */
async function needsAdminOrSelf(request: FastifyRequest): Promise<void> {
  const { person, roles } = requireCaller(request);
  if (readId(request) !== person.id && !can(roles, 'people.manage')) throw notPermitted('people.manage');
}

export function toAbsenceView({ from, until, substitute, substituteName }: Absence) {
  return { from: from.toISOString(), until: until.toISOString(), substitute, substituteName };
}

/**
 * `POST /v1/people/{id}/absence`: takes effect immediately for the caller, for another person once a second person
 * confirms (202). Meanwhile the substitute may approve, return and acknowledge escalations in the roles that both hold.
 */
export function registerAbsence(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: "Record a person's absence, or end it",
    description:
      "Another person's absence must be confirmed by a second admin or counsel. A substitute must already hold the role.",
    tags: ['people'],
    querystring: noQuery,
    body: absenceWrite,
    response: { 200: personView, 202: changeRequested },
  };
  app.post('/v1/people/:id/absence', { schema, preValidation: needsAdminOrSelf }, async (request, reply) => {
    const { body } = request;
    const { id } = request.params;
    const scope = `POST /v1/people/${id}/absence`;
    return answerWrite(context, { request, reply, scope }, async (trx) => {
      const person = isUuid(id) ? await findPerson(trx, { id }) : undefined;
      if (person === undefined) throw new ApiProblem('not-found', 'There is no such person.');
      const asking = { trx, services: context, caller: requireCaller(request) };
      if (!('over' in body)) await needStepUpFor(asking, request, body.assertion);
      const outcome: ChangeOutcome<unknown> =
        'over' in body
          ? done(await endAbsence(asking, id))
          : await askAbsence(asking, {
              person,
              body: {
                from: body.from == null ? null : new Date(body.from),
                until: new Date(body.until),
                substitute: isUuid(body.substitute) ? { id: body.substitute } : { email: body.substitute },
              },
            });
      const absences = (await listAbsences(trx, [id], context.now())).map(toAbsenceView);
      return toAnswer(outcome, () => ({ status: 200, answer: { ...person, absences }, location: null }));
    });
  });
}
