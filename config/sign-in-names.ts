import type { EnvName } from './env-name.js';

export const SIGN_IN_NAMES: readonly EnvName[] = [
  {
    name: 'DESK_PORTAL',
    scope: 'both',
    expects: '`on` or `off`; with `on` the API needs RECEIPT_SIGNING_KEY and DESK_PUBLIC_URL',
    default: 'off (the embedded desk: on)',
    meaning: 'whether authorities can file, follow and withdraw orders at `/portal` (docs/integrating/portal.md)',
  },
  {
    name: 'DESK_PUBLIC_URL',
    scope: 'both',
    expects: 'an http(s) URL without a path (https://desk.example)',
    default: 'none (where the embedded desk listens)',
    meaning:
      'public address of the console, of `/auth/callback` and of `/appeal`; the enforcement process needs it for messages to users',
  },
  {
    name: 'OIDC_ISSUER',
    scope: 'both',
    expects: 'an https URL (http on loopback alone)',
    default: 'none (embedded issuer)',
    meaning: 'OpenID Connect issuer for sign-in (docs/operating/sign-in.md)',
  },
  {
    name: 'OIDC_CLIENT_ID',
    scope: 'both',
    expects: 'text',
    default: 'none',
    meaning: 'client id of the desk at the issuer',
  },
  {
    name: 'OIDC_CLIENT_SECRET',
    scope: 'both',
    expects: 'text',
    default: 'none (a public client)',
    meaning: 'client secret of the desk at the issuer',
    fileToo: true,
  },
  {
    name: 'OIDC_TRUST_EMAIL',
    scope: 'both',
    expects: '`on` or `off`',
    default: 'off',
    meaning:
      'treat mail addresses as verified although the issuer does not say so; only where the issuer assigns them itself',
  },
  {
    name: 'DESK_STEP_UP',
    scope: 'both',
    expects: '`on` or `off`; with `on` DESK_PUBLIC_URL is https, or http on localhost, and no IP address',
    default: 'off',
    meaning: 'require a passkey for each approval, ratification and change of administration (docs/working/admin.md)',
  },
  {
    name: 'DESK_SESSION_IDLE',
    scope: 'both',
    expects: 'an ISO 8601 duration of days, hours and minutes, like PT30M',
    default: 'PT30M',
    meaning: 'a console session ends after this time without use',
  },
  {
    name: 'DESK_SESSION_LENGTH',
    scope: 'both',
    expects: 'an ISO 8601 duration of days, hours and minutes, like PT12H',
    default: 'PT12H',
    meaning: 'a console session ends this long after the sign-in',
  },
];
