import { z } from 'zod';
import { appendAudit } from '../../../registry/notices/audit.js';
import { findIdToken, revokeSessions } from '../../../registry/people/sessions.js';
import type { Api, ApiContext } from '../../context.js';
import { clearSessionCookie, sessionCookie } from '../../sessions/cookies.js';
import { requireSession } from '../../sessions/find-session.js';
import { toActor } from '../../../application/caller.js';

export function registerSignOut(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Sign out',
    tags: ['sign-in'],
    response: {
      204: z
        .null()
        .describe('`location`: where the browser goes to sign out at the issuer too, if the issuer supports it'),
    },
  };
  app.post('/auth/sign-out', { schema }, async (request, reply) => {
    const { caller, session } = requireSession(request);
    const at = context.now();
    // Read first: it is deleted with the session.
    const idToken = await findIdToken(context.db, request.cookies[sessionCookie(context.publicUrl)] ?? '');
    await context.db.transaction().execute(async (trx) => {
      await revokeSessions(trx, { id: session.id, at });
      const detail = { session: session.id };
      await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'sign_out', detail }]);
    });
    clearSessionCookie(reply, context.publicUrl);
    const url = await context.signIn?.leave({ idToken, loginHint: session.email });
    if (url != null) void reply.header('location', url);
    return reply.code(204).send(null);
  });
}
