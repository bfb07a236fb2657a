import { z } from 'zod';
import { ROLES } from '../../../../domain/permission.js';
import type { Api, ApiContext } from '../../context.js';
import { findCaller } from '../../sessions/find-caller.js';

const infoView = z.object({
  issuer: z.string().nullable().describe('null where nobody can sign in'),
  embedded: z.boolean(),
  signedIn: z.boolean().describe('Whether the request comes with a session that is alive'),
  people: z
    .array(z.object({ name: z.string(), label: z.string(), roles: z.array(z.enum(ROLES)) }))
    .describe('Of an embedded desk: demo people who sign in without a password'),
});

/** `GET /auth/info`: what a sign-in page shows. */
export function registerAuthInfo(app: Api, context: ApiContext): void {
  const { signIn, embedded, demoPeople } = context;
  const schema = { summary: 'How people sign in here', tags: ['sign-in'], response: { 200: infoView } };
  app.get('/auth/info', { schema }, async (request) => ({
    issuer: signIn?.issuer ?? null,
    embedded,
    signedIn: ((await findCaller(context, request))?.session ?? null) !== null,
    people: [...demoPeople],
  }));
}
