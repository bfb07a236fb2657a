import type { EnvName } from './env-name.js';

export const PLATFORM_NAMES: readonly EnvName[] = [
  {
    name: 'PLATFORM_KIND',
    scope: 'both',
    expects: 'a kind of platform',
    default: 'port',
    meaning: 'protocol of the platform: the platform port, or another one (docs/integrating/platforms.md)',
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
];
