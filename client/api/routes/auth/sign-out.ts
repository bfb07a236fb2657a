import { z } from 'zod';
import { appendAudit } from '../../../../registry/audit.js';
import { revokeSessions } from '../../../../registry/sessions.js';
import { actorOf } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { clearSessionCookie } from '../../sessions/cookies.js';
import { sessionOf } from '../../sessions/session-of.js';

/** `POST /auth/sign-out`: ends the session of the request. The issuer's own session is the issuer's matter. */
export function registerSignOut(app: Api, context: ApiContext): void {
  const schema = { summary: 'Sign out', tags: ['sign-in'], response: { 204: z.null() } };
  app.post('/auth/sign-out', { schema }, async (request, reply) => {
    const { caller, session } = sessionOf(request);
    const at = context.now();
    await context.db.transaction().execute(async (trx) => {
      await revokeSessions(trx, { id: session.id, at });
      const detail = { session: session.id };
      await appendAudit(trx, [{ at, noticeId: null, actor: actorOf(caller), action: 'sign_out', detail }]);
    });
    clearSessionCookie(reply, context.publicUrl);
    return reply.code(204).send(null);
  });
}
