import { resolve } from 'node:path';
import { writeRetention } from '../config/retention.js';
import type { DeskConfig } from '../config/env.js';
import { toPeople } from './simulators/demo-people.js';
import type { LoginUrls } from './postgres/login-urls.js';
import type { DeskSecrets } from './secrets.js';
import type { ClientTls, TlsFiles } from './temporal/server-tls.js';

/** Addresses of everything our processes depend on: embedded parts, or external ones that were configured instead. */
export interface Parts {
  databaseUrls: LoginUrls;
  /**
   * `tls`: what an embedded server requires clients to present, and `tlsFiles` for other programs; absent if it
   * requires nothing.
   */
  temporal: { address: string; ui: string; tls?: ClientTls; tlsFiles?: TlsFiles };
  smtpUrl: string;
  platformUrl: string;
  pagerUrl: string;
  /** URL of the embedded issuer; undefined if another one is configured. */
  issuerUrl: string | undefined;
}

export const CLIENT_ID = 'notice-desk';

/**
 * The fake platform accepts any target; which one a real platform reserves for canaries is known only to its operator.
 */
function formatCanaryTarget({ canaryTarget, platformUrl, platformKind }: DeskConfig['config']): string | undefined {
  if (canaryTarget !== undefined) return `${canaryTarget.type}:${canaryTarget.locator}`;
  return platformUrl === undefined && platformKind === 'port' ? 'account:@notice-desk-canary' : undefined;
}

/** Environment of API, workers, seeding and demo loading. Each gets the registry's URL separately. */
export function commonEnv({ config, secrets: given }: DeskConfig, secrets: DeskSecrets, parts: Parts) {
  return {
    DESK_EMBEDDED: '1',
    DESK_HOST: config.host,
    DESK_LOG: config.logLevel,
    DESK_RATE_LIMIT: config.rateLimitPerMinute === undefined ? 'off' : String(config.rateLimitPerMinute),
    DESK_TRUSTED_PROXIES: config.trustedProxies.join(',') || 'none',
    DESK_MASS_TARGETS: String(config.massTargets),
    DESK_WIDER_SCOPE: config.widerScope,
    DESK_SECOND_REVIEW_PERCENT: String(config.secondReviewPercent),
    DESK_RECONCILE_EVERY: config.reconcileEveryMs === null ? 'off' : `PT${config.reconcileEveryMs / 1000}S`,
    DESK_CANARY: config.canary ? 'on' : 'off',
    DESK_CANARY_EVERY: `PT${config.canaryEveryMs / 1000}S`,
    DESK_CANARY_LIMIT: `PT${config.canaryLimitMs / 1000}S`,
    DESK_CANARY_MAIL: config.canaryMail,
    PLATFORM_CANARY_TARGET: formatCanaryTarget(config),
    DESK_RATIFY_WITHIN: `PT${config.ratifyWithinMinutes}M`,
    DESK_CONTACT_DELAY: `PT${config.contactDelaySeconds}S`,
    DESK_GAGGED_PEOPLE: config.gaggedPeople.join(','),
    DESK_RETENTION: writeRetention(config.retention),
    // Resolved here, because children run in another working folder.
    DESK_RULEBOOK: config.rulebook === undefined ? undefined : resolve(config.rulebook),
    TEMPORAL_ADDRESS: parts.temporal.address,
    TEMPORAL_NAMESPACE: config.temporalNamespace,
    TEMPORAL_UI_URL: parts.temporal.ui || undefined,
    DESK_WORKER_VERSIONING: config.workerVersioning,
    SMTP_URL: parts.smtpUrl,
    MAIL_FROM: config.mailFrom,
    ...letterEnv(config.letterSender),
    // Paths are resolved, because children run in another working folder. If undefined, the API uses a file in the
    // home.
    AUDIT_WITNESS: formatWitnesses(config.auditWitnesses),
    PAGER_WEBHOOK_URL: parts.pagerUrl,
    PAGER_WEBHOOK_SECRET: given.pagerWebhookSecret ?? secrets.pagerWebhookSecret,
    METRICS_TOKEN: given.metricsToken,
    OTEL_EXPORTER_OTLP_ENDPOINT: given.traceReceiver?.url,
    OTEL_EXPORTER_OTLP_HEADERS: formatHeaders(given.traceReceiver),
  };
}

function formatWitnesses(witnesses: readonly string[] | undefined): string | undefined {
  if (witnesses === undefined) return undefined;
  return witnesses.map((one) => (/^[a-z]+:/.test(one) ? one : resolve(one))).join(',') || 'none';
}

function formatHeaders(receiver: DeskConfig['secrets']['traceReceiver']): string | undefined {
  const pairs = Object.entries(receiver?.headers ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.join(',') || undefined;
}

function letterEnv({ company, address, capacity, signatory, replyTo }: DeskConfig['config']['letterSender']) {
  if (company === null)
    return {
      LETTER_COMPANY: 'Example Platform Ltd',
      LETTER_ADDRESS: '1 Example Street | Example City',
      LETTER_CAPACITY: 'provider of the hosting service Example',
      LETTER_SIGNATORY: 'Head of Legal Requests',
      LETTER_REPLY_TO: 'legal@platform.example',
    };
  return {
    LETTER_COMPANY: company,
    LETTER_ADDRESS: address.join(' | ') || undefined,
    LETTER_CAPACITY: capacity ?? undefined,
    LETTER_SIGNATORY: signatory ?? undefined,
    LETTER_REPLY_TO: replyTo ?? undefined,
  };
}

export function letterKeyEnv({ secrets: given }: DeskConfig, { letterKey }: DeskSecrets) {
  return { LETTER_SIGNING_KEY: given.letterKey?.privateKey ?? letterKey.privateKey };
}

export function temporalEnv(
  { config, secrets: given }: DeskConfig,
  secrets: DeskSecrets,
  { temporal }: Pick<Parts, 'temporal'>,
) {
  const { apiKey } = given.temporalTls;
  const { tlsCa, tlsCert, tlsKey } = temporal.tls ?? given.temporalTls;
  const { current, former, command } = given.payloadKey;
  return {
    TEMPORAL_TLS_CA: tlsCa,
    TEMPORAL_TLS_CERT: tlsCert,
    TEMPORAL_TLS_KEY: tlsKey,
    TEMPORAL_API_KEY: apiKey,
    PAYLOAD_KEY: current ?? secrets.payloadKey,
    PAYLOAD_KEYS_OLD: former.length === 0 ? undefined : former.join(','),
    PAYLOAD_KEY_COMMAND: command,
    DESK_INSECURE: config.insecure ? 'allow' : undefined,
  };
}

/**
 * Public URL of the console. Browsers allow no passkey on an IP address, so with step-up on, a local desk is reached as
 * `localhost`.
 */
export function computePublicUrl({ publicUrl, stepUp }: DeskConfig['config'], api: string): string {
  if (publicUrl !== undefined) return publicUrl;
  return stepUp ? api.replace(/^http:\/\/127[.\d]+/, 'http://localhost') : api;
}

/** For the API, which asks for passkeys, and for the process that verifies their signatures again. */
export function stepUpEnv({ config }: DeskConfig, api: string) {
  return { DESK_STEP_UP: config.stepUp ? 'on' : 'off', DESK_PUBLIC_URL: computePublicUrl(config, api) };
}

export function subscriberEnv({ secrets: { subscriber } }: DeskConfig) {
  return { WEBHOOK_URL: subscriber?.url, WEBHOOK_SECRET: subscriber?.secret };
}

export function statementsEnv({ config, secrets: { transparencyDatabase, lumen } }: DeskConfig) {
  return {
    DSA_TDB_URL: transparencyDatabase?.url,
    DSA_TDB_TOKEN: transparencyDatabase?.token,
    LUMEN_URL: lumen?.url,
    LUMEN_TOKEN: lumen?.token ?? undefined,
    DESK_PUBLIC_STATEMENTS: config.publicStatements ? 'on' : 'off',
  };
}

export function signInEnv(desk: DeskConfig, { api, parts }: { api: string; parts: Parts }) {
  const { config, secrets: given } = desk;
  return {
    ...stepUpEnv(desk, api),
    OIDC_ISSUER: config.oidcIssuer ?? parts.issuerUrl,
    OIDC_CLIENT_ID: config.oidcIssuer ? config.oidcClientId : CLIENT_ID,
    OIDC_CLIENT_SECRET: config.oidcIssuer ? given.oidcClientSecret : undefined,
    OIDC_TRUST_EMAIL: config.oidcTrustEmail ? 'on' : 'off',
    DESK_SESSION_IDLE: `PT${config.sessionIdleMinutes}M`,
    DESK_SESSION_LENGTH: `PT${config.sessionLengthMinutes}M`,
    // With an external issuer, the organisation's own people sign in.
    DESK_DEMO_PEOPLE: parts.issuerUrl === undefined ? undefined : JSON.stringify(toPeople()),
  };
}

/** Signing keys of the API: approvals, audit checkpoints, and receipts for filings of authorities. */
export function signingEnv({ approvalKey, auditKey, receiptKey }: DeskSecrets) {
  return {
    APPROVAL_SIGNING_KEY: approvalKey.privateKey,
    AUDIT_SIGNING_KEY: auditKey.privateKey,
    RECEIPT_SIGNING_KEY: receiptKey.privateKey,
  };
}

/** For jobs in a process of their own, which sign notices that were opened automatically from mail. */
export function jobsSigningEnv({ approvalKey }: DeskSecrets) {
  return { APPROVAL_SIGNING_KEY: approvalKey.privateKey };
}

export function portalEnv({ config }: DeskConfig) {
  return { DESK_PORTAL: config.portal === false ? 'off' : 'on' };
}

/** Only the enforcement process gets the platform's address and token. */
export function platformEnv(
  { config, secrets: given }: DeskConfig,
  secrets: Pick<DeskSecrets, 'platformToken' | 'platformWebhookSecret'>,
  parts: Pick<Parts, 'platformUrl'>,
) {
  return {
    PLATFORM_URL: parts.platformUrl,
    PLATFORM_RATE: config.platformRate === undefined ? undefined : String(config.platformRate),
    DESK_DRIFT_CHECK_EVERY: config.driftEverySeconds === undefined ? 'off' : `PT${config.driftEverySeconds}S`,
    DESK_DRIFT_SAMPLE: String(config.driftSample),
    PLATFORM_TOKEN: given.platformToken ?? secrets.platformToken,
    PLATFORM_WEBHOOK_SECRET: given.platformWebhookSecret ?? secrets.platformWebhookSecret,
    PLATFORM_KIND: config.platformKind,
    ...given.platformValues,
  };
}

/**
 * For the process that receives mail, which looks up the sender, and for the job that sorts mail, which looks it up
 * again.
 */
export function senderEnv({ config }: Pick<DeskConfig, 'config'>) {
  // Resolved here, because children run in another working folder.
  return { MAIL_DNS_FILE: config.mailDnsFile === undefined ? undefined : resolve(config.mailDnsFile) };
}

export function inboundEnv({ config, secrets }: DeskConfig, common: ReturnType<typeof commonEnv>) {
  return {
    DESK_LOG: common.DESK_LOG,
    MAIL_FROM: common.MAIL_FROM,
    INBOUND_ADDRESS: config.inboundAddresses.join(','),
    INBOUND_IMAP_URL: secrets.imapUrl,
    INBOUND_MAX_PER_ADDRESS: String(config.inboundMaxPerAddress),
    // Resolved here, because children run in another working folder.
    INBOUND_SPOOL: config.inboundSpool === undefined ? undefined : resolve(config.inboundSpool),
    ...senderEnv({ config }),
    MAIL_TRUST_FILE: config.mailTrustFile === undefined ? undefined : resolve(config.mailTrustFile),
    DESK_INSECURE: config.insecure ? 'allow' : undefined,
  };
}

/** The watchdog knows only the registry and its pager, so that it can detect the failure of everything else. */
export function watchdogEnv({ config, secrets }: DeskConfig, common: ReturnType<typeof commonEnv>) {
  const { DESK_LOG, PAGER_WEBHOOK_URL, PAGER_WEBHOOK_SECRET } = common;
  return {
    DESK_LOG,
    PAGER_WEBHOOK_URL,
    PAGER_WEBHOOK_SECRET,
    WATCHDOG_WEBHOOK_URL: config.watchdogWebhookUrl,
    WATCHDOG_WEBHOOK_SECRET: secrets.watchdogWebhookSecret,
    WATCHDOG_PING_URL: secrets.watchdogPingUrl,
  };
}
