import { ed25519Key, type SigningKey } from './approval-keys.js';
import { readPushKey } from './push-key.js';
import {
  file,
  type Form,
  headerList,
  hostAndPort,
  httpUrl,
  integer,
  issuerUrl,
  list,
  matching,
  oneOf,
  onOrOff,
  parsedBy,
  pem,
  type Settings,
  text,
  url,
  webhookSecret,
  witnesses,
} from './forms.js';

export const MADE_BY_DESK = 'none (the embedded desk makes one)';

const ED25519 =
  'an Ed25519 private key, PKCS#8 as PEM or its base64 (make one with `openssl genpkey -algorithm ed25519`)';
export const signingKey: Form<SigningKey> = { expects: ED25519, schema: ed25519Key };

/** What the desk reaches and the keys it uses; read by `npm start`, API and workers. */
export const LINKS = {
  DATABASE_URL: {
    is: url('a postgres:// URL', 'postgres:', 'postgresql:'),
    unset: 'none (embedded PostgreSQL)',
    meaning: 'the registry database',
    file: true,
  },
  TEMPORAL_ADDRESS: {
    is: hostAndPort,
    unset: 'none (embedded dev server)',
    meaning: 'gRPC address of the Temporal server',
  },
  TEMPORAL_NAMESPACE: { is: matching('a name', /^\S{1,255}$/), default: 'default', meaning: 'Temporal namespace' },
  TEMPORAL_PROFILE: {
    is: text,
    unset: 'none (with TEMPORAL_CONFIG_FILE `default`)',
    meaning:
      "profile of Temporal's configuration file that gives the TEMPORAL_ settings (docs/operating/temporal-cloud.md)",
  },
  TEMPORAL_CONFIG_FILE: {
    is: file('TOML file'),
    unset: "none (with TEMPORAL_PROFILE `temporalio/temporal.toml` in the user's configuration folder)",
    meaning: "Temporal's configuration file",
  },
  TEMPORAL_TLS: {
    is: oneOf('`true` or `false`', ['true', 'false']),
    unset: 'none (`true` with a TEMPORAL_TLS_ name or TEMPORAL_API_KEY)',
    meaning: "TLS to Temporal, without TEMPORAL_TLS_CA by the system's CAs",
  },
  TEMPORAL_TLS_SERVER_NAME: {
    is: matching('a host name', /^[A-Za-z0-9.-]{1,253}$/),
    unset: 'none (the host of TEMPORAL_ADDRESS)',
    meaning: 'name in the certificate of the Temporal server, behind a proxy or a private link; turns TLS on',
  },
  TEMPORAL_TLS_CA: {
    is: pem,
    unset: 'none (no TLS; with another TEMPORAL_TLS_ name or TEMPORAL_API_KEY the system CAs)',
    meaning:
      "CA of the Temporal server's certificate; also `TEMPORAL_TLS_SERVER_CA_CERT_PATH` or `TEMPORAL_TLS_SERVER_CA_CERT_DATA`",
    file: true,
  },
  TEMPORAL_TLS_CERT: {
    is: pem,
    meaning:
      'client certificate for mTLS; needs TEMPORAL_TLS_KEY; also `TEMPORAL_TLS_CLIENT_CERT_PATH` or `TEMPORAL_TLS_CLIENT_CERT_DATA`',
    file: true,
  },
  TEMPORAL_TLS_KEY: {
    is: pem,
    meaning: 'key of TEMPORAL_TLS_CERT; also `TEMPORAL_TLS_CLIENT_KEY_PATH` or `TEMPORAL_TLS_CLIENT_KEY_DATA`',
    file: true,
  },
  TEMPORAL_API_KEY: { is: text, meaning: 'API key for the Temporal server; turns TLS on', file: true },
  TEMPORAL_UI_URL: {
    is: httpUrl,
    unset: 'none (that of the dev server)',
    meaning: 'Temporal UI that the links of Ops open',
  },
  PAYLOAD_KEY: {
    is: list(
      '32 bytes in base64 (openssl rand -base64 32); after a new key the previous ones, separated by commas',
      (key) => /^[A-Za-z0-9+/]{43}=$/.test(key),
    ),
    unset: MADE_BY_DESK,
    meaning:
      'wraps the notice keys that seal everything in Temporal, the same for API, jobs and workers; a job wraps again what a previous key wrapped',
    file: true,
  },
  PAYLOAD_KEY_COMMAND: {
    is: file('program'),
    unset: 'none (PAYLOAD_KEY)',
    meaning: 'program of a key service, used instead: `wrap NOTICE` or `unwrap NOTICE`, base64 on stdin and stdout',
  },
  SMTP_URL: {
    is: url('an smtp:// or smtps:// URL', 'smtp:', 'smtps:'),
    unset: 'none (embedded mail catcher)',
    meaning: 'mail server for letters and staff mail',
    file: true,
  },
  MAIL_FROM: {
    is: matching('a mail address, with or without a name', /^(?:[^<>\r\n]* )?<?[^\s<>@]+@[^\s<>@]+>?$/),
    default: 'Notice Desk <desk@desk.example>',
    meaning: 'sender of letters and staff mail; its mailbox receives the two letters of each canary',
  },
  LETTER_SIGNING_KEY: {
    is: signingKey,
    unset: 'none: letters are not signed (the embedded desk makes one)',
    meaning: 'signs the PDFs of letters; the API and the notice workers hold it',
    file: true,
  },
  PUSH_SIGNING_KEY: {
    is: parsedBy('a P-256 private key: 32 bytes in base64url', readPushKey),
    unset: 'none: browsers get no notifications (the embedded desk makes one)',
    meaning: 'signs notifications to browsers (Web Push); the API and the notice workers hold it',
    file: true,
  },
  LETTER_SIGNER: {
    is: file('YAML file'),
    unset: 'none: letters are signed with LETTER_SIGNING_KEY, which the desk certifies itself',
    meaning: 'certificate and key of letters, and their timestamp service (docs/operating/operations.md, Letters)',
  },
  AUDIT_WITNESS: {
    is: witnesses,
    unset: '`audit-witness.txt` in `DESK_HOME`',
    meaning: 'recipients of each checkpoint of the audit log: files are appended to, URLs get a POST, addresses a mail',
  },
  PLATFORM_KIND: {
    // Only a process that calls the platform knows the kinds.
    is: matching('`port`, or the kind of another platform', /^[a-z]+$/),
    default: 'port',
    meaning: 'protocol of the platform: the platform port, or another one (docs/integrating/platforms.md)',
  },
  PLATFORM_URL: {
    is: httpUrl,
    unset: 'none (embedded platform fake)',
    meaning: 'address of the platform port',
  },
  PLATFORM_TOKEN: { is: text, meaning: 'bearer token for the platform port', file: true },
  PLATFORM_WEBHOOK_SECRET: {
    is: webhookSecret,
    meaning: 'secret that signs requests to the platform port',
    file: true,
  },
  PLATFORM_RATE: {
    is: integer(1, 1_000_000, 'a whole number from 1 to 1000000 (operations a second)'),
    unset: 'none (no limit)',
    meaning: 'rate limit of one enforcement process, over all its orders',
  },
  PAGER_WEBHOOK_URL: { is: httpUrl, unset: 'none (embedded pager fake)', meaning: 'pager that receives pages' },
  PAGER_WEBHOOK_SECRET: { is: webhookSecret, meaning: 'secret that signs pages', file: true },
  WEBHOOK_URL: {
    is: httpUrl,
    unset: 'none (no events are sent)',
    meaning: 'subscriber that receives events of notices, clocks and alerts (docs/integrating/webhooks.md)',
  },
  WEBHOOK_SECRET: { is: webhookSecret, meaning: 'secret that signs these events', file: true },
  DSA_TDB_URL: {
    is: httpUrl,
    unset: 'none (statements are kept)',
    meaning: 'DSA Transparency Database that receives statements of reasons (docs/working/counsel.md)',
  },
  DSA_TDB_TOKEN: { is: text, meaning: 'token of the platform at the DSA Transparency Database', file: true },
  LUMEN_URL: {
    is: httpUrl,
    unset: 'none (approved notices are kept)',
    meaning: 'Lumen, which receives the notices that people approved for it',
  },
  LUMEN_TOKEN: { is: text, meaning: 'token of the submitter at Lumen', file: true },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    is: httpUrl,
    unset: 'none (nothing is traced)',
    meaning: 'OTLP receiver of traces (docs/operating/monitoring.md, Traces)',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    is: headerList,
    meaning: 'headers for the receiver of traces, such as its token',
    file: true,
  },
  METRICS_TOKEN: {
    is: text,
    unset: 'none (loopback only)',
    meaning: 'bearer token for /metrics from other machines',
    file: true,
  },
  OIDC_ISSUER: {
    is: issuerUrl,
    unset: 'none (embedded issuer)',
    meaning: 'OpenID Connect issuer for sign-in (docs/operating/sign-in.md)',
  },
  OIDC_CLIENT_ID: { is: text, meaning: 'client id of the desk at the issuer' },
  OIDC_CLIENT_SECRET: {
    is: text,
    unset: 'none (a public client)',
    meaning: 'client secret of the desk at the issuer',
    file: true,
  },
  OIDC_TRUST_EMAIL: {
    is: onOrOff(),
    default: 'off',
    meaning:
      'treat mail addresses as verified although the issuer does not say so; only where the issuer assigns them itself',
  },
} as const satisfies Settings;
