import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { appendAudit } from '../../../registry/notice/audit.js';
import { releaseIdentities } from '../../../registry/people/identities.js';
import { findPerson } from '../../../registry/people/people.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { Problem } from '../../problems.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../contract/uuid.js';
import { actorOf } from '../../../client/caller.js';

/**
 * `DELETE /v1/people/{id}/identities`: forgets which account at the issuer a person is, so that the verified mail address
 * decides at the next sign-in. Needed when the issuer has made the account anew.
 */
export function registerReleaseIdentities(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Forget which account at the issuer a person is',
    tags: ['people'],
    querystring: noQuery,
    response: { 204: z.null() },
  };
  app.delete('/v1/people/:id/identities', { schema, preValidation: needs('people.manage') }, async (request, reply) => {
    const { id: person } = request.params;
    await context.db.transaction().execute(async (trx) => {
      if (!isUuid(person) || (await findPerson(trx, { id: person })) === undefined)
        throw new Problem('not-found', 'There is no such person. GET /v1/people lists who there is.');
      const released = await releaseIdentities(trx, person);
      if (released.length === 0) return;
      const actor = actorOf(callerOf(request));
      const detail = { person, released };
      await appendAudit(trx, [{ at: context.now(), noticeId: null, actor, action: 'identity_released', detail }]);
    });
    return reply.code(204).send(null);
  });
}
