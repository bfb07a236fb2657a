import type { EnvName } from './env-name.js';

const PEM = 'a PEM text, or the path of a PEM file';

/** How Temporal is reached, and with what everything that it holds is sealed. */
export const TEMPORAL_NAMES: readonly EnvName[] = [
  {
    name: 'TEMPORAL_TLS_CA',
    scope: 'both',
    expects: PEM,
    default: 'none (no TLS; with another TEMPORAL_TLS_ name or TEMPORAL_API_KEY the CAs of the system)',
    meaning: "CA that signed the Temporal server's certificate",
    fileToo: true,
  },
  {
    name: 'TEMPORAL_TLS_CERT',
    scope: 'both',
    expects: PEM,
    default: 'none',
    meaning: 'certificate that a process shows to the Temporal server (mTLS); with TEMPORAL_TLS_KEY',
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
    meaning: 'API key for the Temporal server; asks for TLS',
    fileToo: true,
  },
  {
    name: 'PAYLOAD_KEY',
    scope: 'both',
    expects: '32 bytes in base64 (openssl rand -base64 32)',
    default: 'none (the embedded desk makes one)',
    meaning:
      'wraps the keys of notices with which everything that Temporal holds is sealed; the same for API, rounds and workers',
    fileToo: true,
  },
  {
    name: 'PAYLOAD_KEYS_OLD',
    scope: 'both',
    expects: 'keys as PAYLOAD_KEY, separated by commas',
    default: 'none',
    meaning: 'keys that were PAYLOAD_KEY before: they open what they wrapped until a round has wrapped it anew',
    fileToo: true,
  },
  {
    name: 'PAYLOAD_KEY_COMMAND',
    scope: 'both',
    expects: 'the path of an existing program',
    default: 'none (PAYLOAD_KEY)',
    meaning: 'asks a key service instead: run with `wrap NOTICE` or `unwrap NOTICE`, base64 on stdin, base64 on stdout',
  },
  {
    name: 'DESK_WORKER_VERSIONING',
    scope: 'both',
    expects: '`pinned` or `auto-upgrade`',
    default: 'pinned (auto-upgrade in the embedded desk)',
    meaning:
      'how notices come to a new release: `pinned` where old and new workers run side by side and people promote it, `auto-upgrade` where the new one replaces the old (docs/operations.md, Upgrade)',
  },
  {
    name: 'DESK_INSECURE',
    scope: 'both',
    expects: '`allow` or `refuse`',
    default: 'refuse',
    meaning:
      'whether parts off this machine may be reached without TLS (Temporal, PostgreSQL, mail, platform, pager, public URL); `allow` is shown by /readyz',
  },
];
