import { z } from 'zod';
import { askToForget } from '../../../client/administration/own-passkeys.js';
import { changeAsked } from '../../../contract/admin.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../contract/uuid.js';
import { findPerson } from '../../../registry/people/people.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { Problem } from '../../problems.js';

/**
 * `DELETE /v1/people/{id}/passkeys`: removes all passkeys of a person who has lost them; waits for a second person (202), then
 * they register a new one.
 */
export function registerForgetPasskeys(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Remove all passkeys of a person who has lost them',
    tags: ['people'],
    querystring: noQuery,
    response: { 202: changeAsked, 204: z.null() },
  };
  app.delete('/v1/people/:id/passkeys', { schema, preValidation: needs('people.manage') }, async (request, reply) => {
    const { id } = request.params;
    const asked = await context.db.transaction().execute(async (trx) => {
      const person = isUuid(id) ? await findPerson(trx, { id }) : undefined;
      if (person === undefined)
        throw new Problem('not-found', 'There is no such person. GET /v1/people lists who there is.');
      return askToForget({ trx, services: context, caller: callerOf(request) }, person);
    });
    if (!asked.pending) return reply.code(204).send(null);
    const { change } = asked;
    return reply.code(202).header('location', `/v1/changes/${change}`).send({ change, state: 'pending' });
  });
}
