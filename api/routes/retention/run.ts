import { toActor, toReader } from '../../../application/caller.js';
import { eraseDue } from '../../../application/audit/retention/erase.js';
import { noBody, noQuery } from '../../../contract/query.js';
import { erasedNow } from '../../../contract/retention.js';
import { getNotice } from '../../../registry/notices/notices.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

/**
 * `POST /v1/retention/run`: erases what the retention job would erase now, for notices that the caller can read, a
 * hundred at most. Nothing can be chosen: what is not due stays, and a legal hold prevents it.
 */
export function registerRunRetention(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Erase now what is due',
    tags: ['retention'],
    querystring: noQuery,
    body: noBody,
    response: { 200: erasedNow },
  };
  app.post('/v1/retention/run', { schema, preValidation: needs('retention.run') }, async (request) => {
    const caller = requireCaller(request);
    const erased = await eraseDue(context, { reader: toReader(caller), actor: toActor(caller) });
    const items = [];
    for (const { notice, kinds } of erased)
      items.push({ notice, number: (await getNotice(context.db, notice)).number, kinds });
    return { items };
  });
}
