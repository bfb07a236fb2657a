import type { ProcessConfig } from '../../config/env.js';
import { CALLBACK_PATH } from '../sessions/cookies.js';
import { createSignIn, type SignIn } from './issuer.js';

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
