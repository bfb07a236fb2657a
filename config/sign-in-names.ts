import type { EnvName } from './env-name.js';

/** How people sign in to the console. */
export const SIGN_IN_NAMES: readonly EnvName[] = [
  {
    name: 'DESK_PORTAL',
    scope: 'both',
    expects: '`on` or `off`; with `on` the API needs RECEIPT_SIGNING_KEY and DESK_PUBLIC_URL',
    default: 'off (the embedded desk: on)',
    meaning: 'whether authorities file, track and withdraw at `/portal` (docs/portal.md)',
  },
  {
    name: 'DESK_PUBLIC_URL',
    scope: 'both',
    expects: 'an http(s) URL without a path (https://desk.example)',
    default: 'none (where the embedded desk listens)',
    meaning:
      'where people reach the console; the issuer is to send them back to its `/auth/callback`. Messages to users link to its `/appeal`; the enforcement process needs it for that',
  },
  {
    name: 'OIDC_ISSUER',
    scope: 'both',
    expects: 'an https URL (http on loopback alone)',
    default: 'none (embedded issuer)',
    meaning: 'OpenID Connect issuer that people sign in with (docs/sign-in.md)',
  },
  {
    name: 'OIDC_CLIENT_ID',
    scope: 'both',
    expects: 'text',
    default: 'none',
    meaning: 'what the issuer knows the desk as',
  },
  {
    name: 'OIDC_CLIENT_SECRET',
    scope: 'both',
    expects: 'text',
    default: 'none (a public client)',
    meaning: "the desk's secret at the issuer",
    fileToo: true,
  },
  {
    name: 'OIDC_TRUST_EMAIL',
    scope: 'both',
    expects: '`on` or `off`',
    default: 'off',
    meaning:
      'take a mail address for verified though the issuer does not say so: only where the issuer gives the addresses itself',
  },
  {
    name: 'DESK_STEP_UP',
    scope: 'both',
    expects: '`on` or `off`; with `on` DESK_PUBLIC_URL is https, or http on localhost, and no IP address',
    default: 'off',
    meaning: 'ask for a passkey at each yes, ratification and write of administration (docs/passkeys.md)',
  },
  {
    name: 'DESK_SESSION_IDLE',
    scope: 'both',
    expects: 'an ISO 8601 duration of days, hours and minutes, like PT30M',
    default: 'PT30M',
    meaning: 'a console session ends after so long without use',
  },
  {
    name: 'DESK_SESSION_LENGTH',
    scope: 'both',
    expects: 'an ISO 8601 duration of days, hours and minutes, like PT12H',
    default: 'PT12H',
    meaning: 'a console session ends so long after the sign-in, used or not',
  },
];
