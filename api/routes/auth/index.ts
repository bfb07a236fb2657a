import type { Api, ApiContext } from '../../context.js';
import { registerCallback } from './callback.js';
import { registerSignIn } from './sign-in.js';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ROLES } from '../../../domain/people/permission.js';
import { sessionCookie, clearSessionCookie } from '../../sessions/cookies.js';
import { findCaller, requireSession } from '../../sessions/find-caller.js';
import { signOut } from '../../../application/people/sessions.js';

export function registerAuthRoutes(app: Api, context: ApiContext): void {
  registerAuthInfo(app, context);
  registerSignIn(app, context);
  registerCallback(app, context);
  registerSignOut(app, context);
}

const infoView = z.object({
  issuer: z.string().nullable().describe('null if sign-in is not available'),
  embedded: z.boolean(),
  signedIn: z.boolean().describe('Whether the request carries a live session'),
  people: z
    .array(z.object({ name: z.string(), label: z.string(), roles: z.array(z.enum(ROLES)) }))
    .describe('Embedded desk only: demo people who sign in without a password'),
});

function registerAuthInfo(app: Api, context: ApiContext): void {
  const { signIn, embedded, demoPeople } = context;
  const schema = { summary: 'Sign-in methods of this desk', tags: ['sign-in'], response: { 200: infoView } };
  app.get('/auth/info', { schema }, async (request) => ({
    issuer: signIn?.issuer ?? null,
    embedded,
    signedIn: await isSignedIn(context, request),
    people: [...demoPeople],
  }));
}

/**
 * Checks the session only if there is a cookie. While the database is down the session counts as alive: its next
 * request decides.
 */
async function isSignedIn(context: ApiContext, request: FastifyRequest): Promise<boolean> {
  if (request.cookies[sessionCookie(context.publicUrl)] === undefined) return false;
  try {
    return ((await findCaller(context, request))?.session ?? null) !== null;
  } catch {
    return true;
  }
}

function registerSignOut(app: Api, context: ApiContext): void {
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
