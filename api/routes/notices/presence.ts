import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { endPresence, listOthersOn, notePresence } from '../../../registry/notices/presence.js';
import { findUnrecorded, needFacts } from '../../../application/access.js';
import { recordSecretReads, toSeen } from '../../../application/secret-reads.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { presenceView, presenceWrite } from '../../../contract/people/console.js';
import { noQuery } from '../../../contract/query.js';
import { toPresenceView } from '../presence/list.js';

/**
 * `PUT /v1/notices/{id}/presence`: reports the caller as present and returns who else is. Repeated every few seconds
 * and forgotten after 45 s; an auditor's read is recorded on arrival only.
 */
export function registerPutPresence(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Report that you are viewing a notice; returns the other viewers',
    tags: ['presence'],
    querystring: noQuery,
    body: presenceWrite,
    response: { 200: z.object({ items: z.array(presenceView).describe('The other viewers, by name') }) },
  };
  app.put('/v1/notices/:id/presence', { schema }, async (request) => {
    const caller = requireCaller(request);
    const { row, access } = await findUnrecorded(context, caller, request.params.id);
    needFacts(access);
    const { doing, at = null } = request.body;
    const here = { noticeId: row.id, personId: caller.person.id, now: context.now() };
    const { comes } = await notePresence(context.db, { ...here, doing, at });
    if (comes) await recordSecretReads(context, caller, { seen: [toSeen(row)] });
    return { items: (await listOthersOn(context.db, here)).map(toPresenceView) };
  });
}

export function registerEndPresence(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Report that you have left a notice',
    tags: ['presence'],
    querystring: noQuery,
    response: { 204: z.null() },
  };
  app.delete('/v1/notices/:id/presence', { schema }, async (request, reply) => {
    const caller = requireCaller(request);
    const { row } = await findUnrecorded(context, caller, request.params.id);
    await endPresence(context.db, { noticeId: row.id, personId: caller.person.id });
    return reply.code(204).send(null);
  });
}
