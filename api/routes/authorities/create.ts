import { appendAudit } from '../../../registry/notice/audit.js';
import { findAuthority, upsertAuthority, type Authority } from '../../../registry/people/authorities.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { authorityView, authorityWrite } from '../../../contract/admin.js';
import { noQuery } from '../../../contract/query.js';
import { answerWrite } from '../answer-write.js';
import { actorOf } from '../../../client/caller.js';

/** `POST /v1/authorities`: adds an entry (201) or writes a known one anew (200). Who changed an address to what is audited. */
export function registerCreateAuthority(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Add or change an authority',
    tags: ['authorities'],
    querystring: noQuery,
    body: authorityWrite,
    response: { 200: authorityView, 201: authorityView },
  };
  app.post('/v1/authorities', { schema, preValidation: needs('authorities.write') }, async (request, reply) => {
    const actor = actorOf(callerOf(request));
    // Validated by `authorityWrite`: optional fields are absent or text, never undefined in JSON.
    const authority = JSON.parse(JSON.stringify(request.body)) as Authority;
    return answerWrite(context, { request, reply, scope: 'POST /v1/authorities' }, async (trx) => {
      const before = await findAuthority(trx, authority.id);
      await upsertAuthority(trx, authority);
      const detail = { authority: authority.id, after: authority, before: before ?? null };
      await appendAudit(trx, [{ at: context.now(), noticeId: null, actor, action: 'authority_saved', detail }]);
      return { status: before === undefined ? 201 : 200, answer: { ...authority }, location: null };
    });
  });
}
