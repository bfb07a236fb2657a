import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ROLES } from '../../../domain/people/permission.js';
import type { Api, ApiContext } from '../../context.js';
import { sessionCookie } from '../../sessions/cookies.js';
import { findCaller } from '../../sessions/find-caller.js';

const infoView = z.object({
  issuer: z.string().nullable().describe('null if sign-in is not available'),
  embedded: z.boolean(),
  signedIn: z.boolean().describe('Whether the request carries a live session'),
  people: z
    .array(z.object({ name: z.string(), label: z.string(), roles: z.array(z.enum(ROLES)) }))
    .describe('Embedded desk only: demo people who sign in without a password'),
});

export function registerAuthInfo(app: Api, context: ApiContext): void {
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
