import type { SettingName } from '../config/settings.js';
import type { Program } from './children/node-child.js';
import { LOGIN_OF, type Kind } from './process-table.js';

/** What a process connects to; `https` is the platform, pager, issuer or a subscriber. */
export type Edge = 'database' | 'temporal' | 'mail-server' | 'https';

export interface ProcessNeeds {
  program: Program;
  /** Settings with a secret value, which nobody else may read. */
  secrets: readonly SettingName[];
  edges: readonly Edge[];
  /** Port on which it accepts connections. */
  port?: number;
}

const TEMPORAL = [
  'TEMPORAL_TLS_CA',
  'TEMPORAL_TLS_CERT',
  'TEMPORAL_TLS_KEY',
  'TEMPORAL_API_KEY',
  'PAYLOAD_KEY',
] as const satisfies readonly SettingName[];

/** docker-compose.yml, the cluster and the Kubernetes manifests follow this table; a test compares them. */
export const PROCESS_NEEDS: Readonly<Record<Kind, ProcessNeeds>> = {
  api: {
    program: 'api',
    secrets: [
      'DATABASE_URL',
      ...TEMPORAL,
      'APPROVAL_SIGNING_KEY',
      'AUDIT_SIGNING_KEY',
      'RECEIPT_SIGNING_KEY',
      'LETTER_SIGNING_KEY',
      'PUSH_SIGNING_KEY',
      'SMTP_URL',
    ],
    edges: ['database', 'temporal', 'mail-server', 'https'],
    port: 8080,
  },
  worker: {
    program: 'worker',
    secrets: [
      'DATABASE_URL',
      ...TEMPORAL,
      'LETTER_SIGNING_KEY',
      'PUSH_SIGNING_KEY',
      'SMTP_URL',
      'PAGER_WEBHOOK_SECRET',
    ],
    edges: ['database', 'temporal', 'mail-server', 'https'],
  },
  enforcement: {
    program: 'worker',
    secrets: ['DATABASE_URL', ...TEMPORAL, 'PLATFORM_TOKEN', 'PLATFORM_WEBHOOK_SECRET'],
    edges: ['database', 'temporal', 'https'],
  },
  jobs: {
    program: 'jobs',
    secrets: ['DATABASE_URL', ...TEMPORAL, 'APPROVAL_SIGNING_KEY'],
    edges: ['database', 'temporal', 'https'],
  },
  mail: { program: 'mail', secrets: ['DATABASE_URL'], edges: ['database'], port: 2525 },
  watchdog: { program: 'watchdog', secrets: ['DATABASE_URL', 'PAGER_WEBHOOK_SECRET'], edges: ['database', 'https'] },
};

const NAMED_OTHERWISE: Readonly<Partial<Record<SettingName, string>>> = {
  TEMPORAL_TLS_CA: 'ca_certificate',
  TEMPORAL_TLS_CERT: 'desk_certificate',
  TEMPORAL_TLS_KEY: 'desk_key',
};

/** Name of the file with a secret, as scripts/make-secrets.sh writes it. */
export function nameSecret(setting: SettingName, kind: Kind): string {
  if (setting === 'DATABASE_URL') return `database_url_${LOGIN_OF[kind]}`;
  return NAMED_OTHERWISE[setting] ?? setting.toLowerCase();
}
