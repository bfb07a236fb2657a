import { approvalPublicKeys } from './approval-keys.js';
import {
  addresses,
  file,
  hasCertificates,
  httpUrl,
  listenAddress,
  oneOf,
  onOrOff,
  type Setting,
  type Settings,
  text,
  url,
  webhookSecret,
} from './forms.js';
import { LINKS, MADE_BY_DESK, signingKey } from './link-settings.js';
import { POLICY } from './policy-settings.js';

export const SHARED = { ...POLICY, ...LINKS } as const satisfies Settings;

/** For API, workers and jobs; the embedded desk sets them itself. */
export const PROCESS = {
  DESK_JOBS: {
    is: onOrOff(),
    default: 'on',
    meaning: 'whether the API also runs the background jobs; `off` where a jobs process runs them',
  },
  DESK_EMBEDDED: {
    is: oneOf('`1` or `0`', ['1', '0']),
    default: '0',
    meaning: 'set by the embedded desk for its own processes',
  },
  WORKER_ROLE: {
    is: oneOf('`notice` or `enforcement`', ['notice', 'enforcement']),
    unset: 'none (both)',
    meaning: 'task queue that a worker serves',
  },
  METRICS_LISTEN: {
    is: listenAddress,
    unset: 'none (no listener); the embedded desk uses a free port on loopback, from 9464, for each',
    meaning:
      'address of /metrics of a worker or jobs process; off loopback it needs METRICS_TOKEN (docs/operating/monitoring.md)',
  },
  APPROVAL_SIGNING_KEY: {
    is: signingKey,
    unset: MADE_BY_DESK,
    meaning: 'signs submissions, approvals and the acts they rest on; only the API and the jobs process hold it',
    file: true,
  },
  APPROVAL_PUBLIC_KEYS: {
    is: {
      expects:
        'raw Ed25519 public keys in base64 separated by commas, a replaced one as `KEY=INSTANT` (docs/operating/operations.md, Signing keys)',
      schema: approvalPublicKeys,
    },
    unset: 'none (the embedded desk gives its own)',
    meaning:
      'keys whose signatures the enforcement process accepts (and API and jobs, for rulebook editions), a replaced one until its instant; the API publishes them beside its own',
    file: true,
  },
  AUDIT_SIGNING_KEY: {
    is: signingKey,
    unset: MADE_BY_DESK,
    meaning: 'signs checkpoints of the audit log; only the API holds it',
    file: true,
  },
  RECEIPT_SIGNING_KEY: {
    is: signingKey,
    unset: MADE_BY_DESK,
    meaning: 'signs receipts for filings at the portal; only the API holds it',
    file: true,
  },
} as const satisfies Settings;

export const DESK = {
  DESK_DEMO: { is: onOrOff(), default: 'on', meaning: 'loads the February 2021 case at the first start' },
  TEMPORAL_CLI_PATH: {
    is: file('file'),
    unset: 'none (searched for, else downloaded)',
    meaning: '`temporal` program for the embedded dev server',
  },
} as const satisfies Settings;

/** How mail comes in, and what its senders are checked by (docs/operating/mail.md). */
export const INBOUND = {
  INBOUND_SMTP: {
    is: listenAddress,
    unset: 'none (no listener); the embedded desk uses a free port on loopback',
    meaning: 'address on which the mail process accepts mail from your relay',
  },
  INBOUND_ADDRESS: {
    is: addresses,
    default: 'notices@desk.example',
    meaning: 'recipients that the listener accepts, beside the address of MAIL_FROM',
  },
  INBOUND_IMAP_URL: {
    is: url(
      'an imaps:// or imap:// URL with user and password, and the mailbox as its path (`INBOX` where it has none)',
      'imap:',
      'imaps:',
    ),
    unset: 'none (no mailbox is read)',
    meaning: 'mailbox whose unseen messages are fetched and marked as seen',
    file: true,
  },
  MAIL_DNS_FILE: {
    is: file('JSON file, `{ "<name>": { "TXT": ["…"], "MX": […], "A": […] } }`'),
    unset: "none (the system's resolver)",
    meaning: 'replaces DNS for sender checks in the mail process and the API',
  },
  MAIL_TRUST_FILE: {
    is: file('PEM file with at least one certificate', hasCertificates),
    unset: 'none (no S/MIME or PDF signature is trusted)',
    meaning: 'trust anchors for S/MIME and PDF signatures',
  },
} as const satisfies Settings;

export const WATCHDOG = {
  WATCHDOG_WEBHOOK_URL: { is: httpUrl, unset: 'none (PAGER_WEBHOOK_URL)', meaning: 'pager of the watchdog' },
  WATCHDOG_WEBHOOK_SECRET: {
    is: webhookSecret,
    unset: 'none (PAGER_WEBHOOK_SECRET)',
    meaning: "secret that signs the watchdog's pages",
    file: true,
  },
  WATCHDOG_PING_URL: {
    is: httpUrl,
    meaning: "dead man's switch that gets a GET from the watchdog every 30 s while its checks and pages succeed",
    file: true,
  },
} as const satisfies Settings;

export const CLI = {
  DESK_URL: { is: httpUrl, unset: 'none (DESK_HOME/desk.json)', meaning: 'desk that the command line uses' },
  DESK_KEY: {
    is: { ...text, expects: 'an API key' },
    unset: 'none (DESK_HOME/desk.json)',
    meaning: 'API key of the command line',
  },
} as const satisfies Settings;

const BY_SCOPE = {
  both: SHARED,
  process: PROCESS,
  desk: DESK,
  inbound: INBOUND,
  watchdog: WATCHDOG,
  cli: CLI,
} satisfies Record<string, Settings>;

export type Scope = keyof typeof BY_SCOPE;
export type SettingName =
  | keyof typeof SHARED
  | keyof typeof PROCESS
  | keyof typeof DESK
  | keyof typeof INBOUND
  | keyof typeof WATCHDOG
  | keyof typeof CLI;

export interface EnvName extends Setting {
  name: string;
  scope: string;
}

/** Every variable that the programs know, with the programs that read it. */
export const ENV_NAMES: readonly EnvName[] = Object.entries<Settings>(BY_SCOPE).flatMap(([scope, settings]) =>
  Object.entries(settings).map(([name, setting]) => ({ ...setting, name, scope })),
);
