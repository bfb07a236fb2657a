import type { EnvName } from './env-name.js';

/** Which platform the desk acts on, and how it is reached (docs/platforms.md). */
export const PLATFORM_NAMES: readonly EnvName[] = [
  {
    name: 'PLATFORM_KIND',
    scope: 'both',
    expects: '`port`, `ozone` or `synapse`',
    default: 'port',
    meaning: 'what the platform speaks: the port of this desk, Ozone, or Synapse (a homeserver of Matrix)',
  },
  {
    name: 'PLATFORM_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (embedded platform double)',
    meaning: 'the platform port',
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
    meaning:
      'the Ozone whose acts count everywhere, and those whose acts count in one country; asked for by PLATFORM_KIND=ozone',
  },
  {
    name: 'OZONE_IDENTIFIER',
    scope: 'both',
    expects: 'a DID',
    default: 'none',
    meaning: "who stands in Ozone's log for what the desk does; asked for by PLATFORM_KIND=ozone",
  },
  {
    name: 'OZONE_PASSWORD',
    scope: 'both',
    expects: 'text on one line; `IN=` and text on a line of its own for an Ozone that has another',
    default: 'none',
    meaning: "password of Ozone's admin; asked for by PLATFORM_KIND=ozone",
    fileToo: true,
  },
  {
    name: 'OZONE_COUNTRY_LABEL',
    scope: 'both',
    expects: 'lower-case letters and hyphens with `{country}` among them once, like withheld-{country}',
    default: 'none (what is asked for in a country without an Ozone of its own is refused)',
    meaning: 'label of the global Ozone by which clients hide something in one country (withheld-in)',
  },
  {
    name: 'OZONE_RESOLVER_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (accounts are known by DID alone, posts not at all)',
    meaning: 'PDS, entryway or appview that says who a handle is and what a post is',
  },
  {
    name: 'SYNAPSE_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none',
    meaning: 'the homeserver, with its admin API; asked for by PLATFORM_KIND=synapse',
  },
  {
    name: 'SYNAPSE_TOKEN',
    scope: 'both',
    expects: 'text',
    default: 'none',
    meaning:
      "access token of the desk's own account there, which is a server administrator; asked for by PLATFORM_KIND=synapse",
    fileToo: true,
  },
];
