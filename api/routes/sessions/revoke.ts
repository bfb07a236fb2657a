import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { can } from '../../../domain/people/permission.js';
import { findPerson } from '../../../registry/people/people.js';
import { findSessionOwner } from '../../../registry/people/sessions.js';
import { requireCaller } from '../../caller.js';
import { notPermitted } from '../../../application/refusal.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { noQuery } from '../../../contract/query.js';
import { endSessions } from '../../../application/people/end-sessions.js';
import { isUuid } from '../../../domain/uuid.js';
import { toActor } from '../../../application/caller.js';

/**
 * `DELETE /v1/sessions/{id}`: ends one's own session immediately, or for an admin anyone's. Repeating it has no effect.
 */
export function registerRevokeSession(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'End a session',
    tags: ['sign-in'],
    querystring: noQuery,
    response: { 204: z.null() },
  };
  app.delete('/v1/sessions/:id', { schema }, async (request, reply) => {
    const caller = requireCaller(request);
    const { id } = request.params;
    await context.db.transaction().execute(async (trx) => {
      const person = isUuid(id) ? await findSessionOwner(trx, id) : undefined;
      // Whether another person is signed in is private to them.
      if (person === undefined || (person !== caller.person.id && !can(caller.roles, 'people.manage')))
        throw new ApiProblem('not-found', 'There is no such session. GET /v1/sessions lists yours.');
      await endSessions(trx, { actor: toActor(caller), person, id, at: context.now() });
    });
    return reply.code(204).send(null);
  });
}

export function registerRevokePersonSessions(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Sign a person out everywhere',
    tags: ['people'],
    querystring: noQuery,
    response: { 204: z.null() },
  };
  app.delete('/v1/people/:id/sessions', { schema }, async (request, reply) => {
    const caller = requireCaller(request);
    const { id: person } = request.params;
    if (person !== caller.person.id && !can(caller.roles, 'people.manage')) throw notPermitted('people.manage');
    await context.db.transaction().execute(async (trx) => {
      if (!isUuid(person) || (await findPerson(trx, { id: person })) === undefined)
        throw new ApiProblem('not-found', 'There is no such person. GET /v1/people lists all people.');
      await endSessions(trx, { actor: toActor(caller), person, at: context.now() });
    });
    return reply.code(204).send(null);
  });
}
