import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { revokeKey } from '../../../registry/people/keys-admin.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { noQuery } from '../../../contract/query.js';
import { toActor } from '../../../application/caller.js';

/** `DELETE /v1/keys/{id}`: revokes a key immediately. Repeating it has no effect. */
export function registerRevokeKey(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Revoke a key',
    tags: ['keys'],
    querystring: noQuery,
    response: { 204: z.null() },
  };
  app.delete('/v1/keys/:id', { schema, preValidation: needs('keys.manage') }, async (request, reply) => {
    const { id } = request.params;
    const at = context.now();
    await context.db.transaction().execute(async (trx) => {
      const key = /^[0-9a-f]{8}$/.test(id) ? await revokeKey(trx, { id, at }) : undefined;
      if (key === undefined) throw new ApiProblem('not-found', 'There is no such key. GET /v1/keys lists them.');
      const detail = { key: id, person: key.person_id, name: key.name };
      await appendAudit(trx, [
        { at, noticeId: null, actor: toActor(requireCaller(request)), action: 'key_revoked', detail },
      ]);
    });
    return reply.code(204).send(null);
  });
}
