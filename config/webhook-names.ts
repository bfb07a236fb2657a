import type { EnvName } from './env-name.js';

/** Where pages and events are posted, and what signs them. */
export const WEBHOOK_NAMES: readonly EnvName[] = [
  {
    name: 'PAGER_WEBHOOK_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (embedded pager double)',
    meaning: 'where pages are posted',
  },
  {
    name: 'PAGER_WEBHOOK_SECRET',
    scope: 'both',
    expects: '`whsec_` and base64',
    default: 'none',
    meaning: 'secret that signs pages',
    fileToo: true,
  },
  {
    name: 'WEBHOOK_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (nobody is told)',
    meaning: 'who is told of notices, clocks and attention as they happen (docs/webhooks.md)',
  },
  {
    name: 'WEBHOOK_SECRET',
    scope: 'both',
    expects: '`whsec_` and base64',
    default: 'none',
    meaning: 'secret that signs these events',
    fileToo: true,
  },
  {
    name: 'DSA_TDB_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (statements wait)',
    meaning: 'where statements of reasons are posted, one each: the DSA Transparency Database (docs/publishing.md)',
  },
  {
    name: 'DSA_TDB_TOKEN',
    scope: 'both',
    expects: 'text',
    default: 'none',
    meaning: 'token of the platform there',
    fileToo: true,
  },
  {
    name: 'WATCHDOG_WEBHOOK_URL',
    scope: 'watchdog',
    expects: 'an http(s) URL',
    default: 'none (PAGER_WEBHOOK_URL)',
    meaning: 'where the watchdog posts its own pages',
  },
  {
    name: 'WATCHDOG_WEBHOOK_SECRET',
    scope: 'watchdog',
    expects: '`whsec_` and base64',
    default: 'none (PAGER_WEBHOOK_SECRET)',
    meaning: "secret that signs the watchdog's pages",
    fileToo: true,
  },
  {
    name: 'WATCHDOG_PING_URL',
    scope: 'watchdog',
    expects: 'an http(s) URL',
    default: 'none',
    meaning: "dead man's switch that the watchdog tells every 30 s that it looks and gets through",
    fileToo: true,
  },
];
