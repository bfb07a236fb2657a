import { z } from 'zod';
import { signOut } from '../../../application/people/sessions.js';
import type { Api, ApiContext } from '../../context.js';
import { clearSessionCookie, sessionCookie } from '../../sessions/cookies.js';
import { requireSession } from '../../sessions/find-session.js';

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
    const token = request.cookies[sessionCookie(context.publicUrl)] ?? '';
    const idToken = await signOut(context, { caller, session, token });
    clearSessionCookie(reply, context.publicUrl);
    const url = await context.signIn?.leave({ idToken, loginHint: session.email });
    if (url != null) void reply.header('location', url);
    return reply.code(204).send(null);
  });
}
