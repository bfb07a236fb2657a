import { z } from 'zod';
import { ROLES } from '../../../../domain/permission.js';
import type { Api, ApiContext } from '../../context.js';

const infoView = z.object({
  issuer: z.string().nullable().describe('null where nobody can sign in'),
  embedded: z.boolean(),
  people: z
    .array(z.object({ name: z.string(), label: z.string(), roles: z.array(z.enum(ROLES)) }))
    .describe('Of an embedded desk: demo people who sign in without a password'),
});

/** `GET /auth/info`: what a sign-in page shows. */
export function registerAuthInfo(app: Api, { signIn, embedded, demoPeople }: ApiContext): void {
  const schema = { summary: 'How people sign in here', tags: ['sign-in'], response: { 200: infoView } };
  app.get('/auth/info', { schema }, async () => ({
    issuer: signIn?.issuer ?? null,
    embedded,
    people: [...demoPeople],
  }));
}
