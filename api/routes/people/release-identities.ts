import { z } from 'zod';
import { askIdentities } from '../../../application/people/identities.js';
import { changeRequested } from '../../../contract/people/admin.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { sendRemoved } from '../answer-change.js';
import { needPerson } from './need-person.js';

/**
 * `DELETE /v1/people/{id}/identities`: forgets the person's account at the issuer, for when the issuer has recreated
 * it; the verified mail address decides at the next sign-in. For another person it waits for a second person (202).
 */
export function registerReleaseIdentities(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: "Unlink a person's sign-in account",
    tags: ['people'],
    querystring: noQuery,
    response: { 202: changeRequested, 204: z.null() },
  };
  app.delete('/v1/people/:id/identities', { schema, preValidation: needs('people.manage') }, async (request, reply) => {
    const { id } = request.params;
    const outcome = await context.db.transaction().execute(async (trx) => {
      const person = await needPerson(trx, id);
      return askIdentities({ trx, services: context, caller: requireCaller(request) }, person);
    });
    return sendRemoved(reply, outcome);
  });
}
