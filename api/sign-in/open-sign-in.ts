import type { ProcessConfig } from '../../config/env.js';
import { CALLBACK_PATH } from '../sessions/cookies.js';
import { createSignIn, type SignIn } from './issuer.js';
import { z } from 'zod';
import { ROLES } from '../../domain/people/permission.js';
import type { DemoPerson } from '../context.js';

export function configureSignIn(
  { oidcIssuer, oidcClientId, publicUrl }: ProcessConfig['config'],
  { oidcClientSecret }: ProcessConfig['secrets'],
): SignIn | null {
  if (oidcIssuer === undefined || oidcClientId === undefined || publicUrl === undefined) return null;
  return createSignIn({
    issuer: oidcIssuer,
    clientId: oidcClientId,
    clientSecret: oidcClientSecret,
    redirectUri: `${publicUrl}${CALLBACK_PATH}`,
  });
}

const people = z.array(
  z.object({ name: z.string(), email: z.string(), roles: z.array(z.enum(ROLES)), signIn: z.boolean().default(false) }),
);

export function readDemoPeople(text: string | undefined): DemoPerson[] {
  if (text === undefined) return [];
  return people
    .parse(JSON.parse(text))
    .filter(({ signIn }) => signIn)
    .map(({ name: label, email, roles }) => ({ name: email.split('@')[0] ?? email, label, roles }));
}
