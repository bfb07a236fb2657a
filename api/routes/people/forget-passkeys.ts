import { z } from 'zod';
import { askToForget } from '../../../application/people/own-passkeys.js';
import { changeRequested } from '../../../contract/people/admin.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { sendRemoved } from '../answer-change.js';
import { needPerson } from './need-person.js';

/**
 * `DELETE /v1/people/{id}/passkeys`: for a person who has lost their passkeys; waits for a second person (202), after
 * which they register a new one.
 */
export function registerForgetPasskeys(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Remove all passkeys of a person who has lost them',
    tags: ['people'],
    querystring: noQuery,
    response: { 202: changeRequested, 204: z.null() },
  };
  app.delete('/v1/people/:id/passkeys', { schema, preValidation: needs('people.manage') }, async (request, reply) => {
    const { id } = request.params;
    const outcome = await context.db.transaction().execute(async (trx) => {
      const person = await needPerson(trx, id);
      return askToForget({ trx, services: context, caller: requireCaller(request) }, person);
    });
    return sendRemoved(reply, outcome);
  });
}
