import type { EnvName } from './env-name.js';

const PEM = 'a PEM text, or the path of a PEM file';

export const TEMPORAL_NAMES: readonly EnvName[] = [
  {
    name: 'TEMPORAL_TLS_CA',
    scope: 'both',
    expects: PEM,
    default: 'none (no TLS; with another TEMPORAL_TLS_ name or TEMPORAL_API_KEY the system CAs)',
    meaning: "CA of the Temporal server's certificate",
    fileToo: true,
  },
  {
    name: 'TEMPORAL_TLS_CERT',
    scope: 'both',
    expects: PEM,
    default: 'none',
    meaning: 'client certificate for mTLS; needs TEMPORAL_TLS_KEY',
    fileToo: true,
  },
  {
    name: 'TEMPORAL_TLS_KEY',
    scope: 'both',
    expects: PEM,
    default: 'none',
    meaning: 'key of TEMPORAL_TLS_CERT',
    fileToo: true,
  },
  {
    name: 'TEMPORAL_API_KEY',
    scope: 'both',
    expects: 'text',
    default: 'none',
    meaning: 'API key for the Temporal server; turns TLS on',
    fileToo: true,
  },
  {
    name: 'PAYLOAD_KEY',
    scope: 'both',
    expects: '32 bytes in base64 (openssl rand -base64 32)',
    default: 'none (the embedded desk makes one)',
    meaning: 'wraps the notice keys that seal everything in Temporal; the same for API, jobs and workers',
    fileToo: true,
  },
  {
    name: 'PAYLOAD_KEYS_OLD',
    scope: 'both',
    expects: 'keys as PAYLOAD_KEY, separated by commas',
    default: 'none',
    meaning: 'previous values of PAYLOAD_KEY; a background job wraps their notice keys again',
    fileToo: true,
  },
  {
    name: 'PAYLOAD_KEY_COMMAND',
    scope: 'both',
    expects: 'the path of an existing program',
    default: 'none (PAYLOAD_KEY)',
    meaning: 'program of a key service, used instead: `wrap NOTICE` or `unwrap NOTICE`, base64 on stdin and stdout',
  },
  {
    name: 'DESK_WORKER_VERSIONING',
    scope: 'both',
    expects: '`pinned` or `auto-upgrade`',
    default: 'pinned (auto-upgrade in the embedded desk)',
    meaning:
      'how notices move to a new release: `pinned` if two people promote it while both run, `auto-upgrade` if it replaces the old one (docs/operating/upgrades.md)',
  },
  {
    name: 'DESK_INSECURE',
    scope: 'both',
    expects: '`allow` or `refuse`',
    default: 'refuse',
    meaning:
      'whether Temporal, PostgreSQL, mail, platform, pager and public URL on other machines may be used without TLS; `/readyz` shows `allow`',
  },
];
