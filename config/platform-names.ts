import type { EnvName } from './env-name.js';

/** Which platform the desk acts on, and how it is reached (docs/platforms.md). */
export const PLATFORM_NAMES: readonly EnvName[] = [
  {
    name: 'PLATFORM_KIND',
    scope: 'both',
    expects: '`port`, `ozone` or `synapse`',
    default: 'port',
    meaning: 'protocol of the platform: the platform port, Ozone, or Synapse (Matrix)',
  },
  {
    name: 'PLATFORM_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (embedded platform fake)',
    meaning: 'address of the platform port',
  },
  {
    name: 'PLATFORM_TOKEN',
    scope: 'both',
    expects: 'text',
    default: 'none',
    meaning: 'bearer token for the platform port',
    fileToo: true,
  },
  {
    name: 'PLATFORM_WEBHOOK_SECRET',
    scope: 'both',
    expects: '`whsec_` and base64',
    default: 'none',
    meaning: 'secret that signs requests to the platform port',
    fileToo: true,
  },
  {
    name: 'OZONE_URL',
    scope: 'both',
    expects:
      'an http(s) URL, and one for each country that has an Ozone of its own, like `https://ozone.example,IN=https://ozone-in.example,TR=https://ozone-tr.example`',
    default: 'none',
    meaning: 'Ozone for acts everywhere, and one for each country that has its own; required by PLATFORM_KIND=ozone',
  },
  {
    name: 'OZONE_IDENTIFIER',
    scope: 'both',
    expects: 'a DID',
    default: 'none',
    meaning: "account that Ozone's log names for acts of the desk; required by PLATFORM_KIND=ozone",
  },
  {
    name: 'OZONE_PASSWORD',
    scope: 'both',
    expects: 'text on one line; `IN=` and text on a line of its own for an Ozone that has another',
    default: 'none',
    meaning: "password of Ozone's admin; required by PLATFORM_KIND=ozone",
    fileToo: true,
  },
  {
    name: 'OZONE_COUNTRY_LABEL',
    scope: 'both',
    expects: 'lower-case letters and hyphens with `{country}` among them once, like withheld-{country}',
    default: 'none (acts in a country without its own Ozone are refused)',
    meaning: 'label of the global Ozone that hides an item in one country (withheld-in)',
  },
  {
    name: 'OZONE_RESOLVER_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (only accounts by DID can be resolved)',
    meaning: 'PDS, entryway or appview that resolves handles and posts',
  },
  {
    name: 'SYNAPSE_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none',
    meaning: 'homeserver with its admin API; required by PLATFORM_KIND=synapse',
  },
  {
    name: 'SYNAPSE_TOKEN',
    scope: 'both',
    expects: 'text',
    default: 'none',
    meaning: "access token of the desk's account, a server administrator; required by PLATFORM_KIND=synapse",
    fileToo: true,
  },
];
