import { resolve } from 'node:path';
import { writeByCountry } from '../config/ozone.js';
import { writeRetention } from '../config/retention.js';
import type { DeskConfig } from '../config/env.js';
import { toPeople } from './doubles/demo-people.js';
import type { LoginUrls } from './postgres/login-urls.js';
import type { DeskSecrets } from './secrets.js';
import type { ClientTls, TlsFiles } from './temporal/server-tls.js';

/** What our own processes stand on: embedded parts, or the outside ones that were named instead. */
export interface Parts {
  databaseUrls: LoginUrls;
  /** `tls`: what an embedded server asks processes to show, and where that lies for other programs; absent where it asks nothing. */
  temporal: { address: string; ui: string; tls?: ClientTls; tlsFiles?: TlsFiles };
  smtpUrl: string;
  platformUrl: string;
  pagerUrl: string;
  /** Of the embedded issuer; undefined when another one was named. */
  issuerUrl: string | undefined;
}

/** What the embedded issuer knows the desk as. */
export const CLIENT_ID = 'notice-desk';

/** The double has any target; what a platform keeps for canaries only its people know. */
function canaryTargetOf({ canaryTarget, platformUrl, platformKind }: DeskConfig['config']): string | undefined {
  if (canaryTarget !== undefined) return `${canaryTarget.type}:${canaryTarget.locator}`;
  return platformUrl === undefined && platformKind === 'port' ? 'account:@notice-desk-canary' : undefined;
}

/** What API, workers, seeding and demo loading are told. Where the registry is they hear each for itself. */
export function commonEnv({ config, secrets: given }: DeskConfig, secrets: DeskSecrets, parts: Parts) {
  return {
    DESK_EMBEDDED: '1',
    DESK_HOST: config.host,
    DESK_LOG: config.logLevel,
    DESK_RATE_LIMIT: config.rateLimitPerMinute === undefined ? 'off' : String(config.rateLimitPerMinute),
    DESK_TRUSTED_PROXIES: config.trustedProxies.join(',') || 'none',
    DESK_MASS_TARGETS: String(config.massTargets),
    DESK_WIDER_SCOPE: config.widerScope,
    DESK_SECOND_READ_PERCENT: String(config.secondReadPercent),
    DESK_RECONCILE_EVERY: config.reconcileEveryMs === null ? 'off' : `PT${config.reconcileEveryMs / 1000}S`,
    DESK_CANARY: config.canary ? 'on' : 'off',
    DESK_CANARY_EVERY: `PT${config.canaryEveryMs / 1000}S`,
    DESK_CANARY_LIMIT: `PT${config.canaryLimitMs / 1000}S`,
    DESK_CANARY_MAIL: config.canaryMail,
    PLATFORM_CANARY_TARGET: canaryTargetOf(config),
    DESK_RATIFY_WITHIN: `PT${config.ratifyWithinMinutes}M`,
    DESK_CONTACT_DELAY: `PT${config.contactDelaySeconds}S`,
    DESK_GAGGED_PEOPLE: config.gaggedPeople.join(','),
    DESK_RETENTION: writeRetention(config.retention),
    // Children have a working folder of their own.
    DESK_RULEBOOK: config.rulebook === undefined ? undefined : resolve(config.rulebook),
    TEMPORAL_ADDRESS: parts.temporal.address,
    TEMPORAL_NAMESPACE: config.temporalNamespace,
    TEMPORAL_UI_URL: parts.temporal.ui || undefined,
    DESK_WORKER_VERSIONING: config.workerVersioning,
    SMTP_URL: parts.smtpUrl,
    MAIL_FROM: config.mailFrom,
    ...letterEnv(config.letterSender),
    // Children have a working folder of their own.
    // Without one the API takes a file in the home.
    AUDIT_WITNESS: witnessesOf(config.auditWitnesses),
    PAGER_WEBHOOK_URL: parts.pagerUrl,
    PAGER_WEBHOOK_SECRET: given.pagerWebhookSecret ?? secrets.pagerWebhookSecret,
    METRICS_TOKEN: given.metricsToken,
    OTEL_EXPORTER_OTLP_ENDPOINT: given.traceReceiver?.url,
    OTEL_EXPORTER_OTLP_HEADERS: headersOf(given.traceReceiver),
  };
}

function witnessesOf(witnesses: readonly string[] | undefined): string | undefined {
  if (witnesses === undefined) return undefined;
  return witnesses.map((one) => (/^[a-z]+:/.test(one) ? one : resolve(one))).join(',') || 'none';
}

/** As the variable has it. */
function headersOf(receiver: DeskConfig['secrets']['traceReceiver']): string | undefined {
  const pairs = Object.entries(receiver?.headers ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.join(',') || undefined;
}

/** Without a company of its own the embedded desk answers as an example, so that its letters look like letters. */
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

/** Letters on paper are signed where they are sent, and signed again by whoever hands them out. */
export function letterKeyEnv({ secrets: given }: DeskConfig, { letterKey }: DeskSecrets) {
  return { LETTER_SIGNING_KEY: given.letterKey?.privateKey ?? letterKey.privateKey };
}

/** How Temporal is reached, and what its payloads are sealed with: for the API and the workers. */
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
 * Where people reach the console. Browsers know no passkey of an IP address: with step-up on, a desk on this machine is
 * reached by its name.
 */
export function publicUrlOf({ publicUrl, stepUp }: DeskConfig['config'], api: string): string {
  if (publicUrl !== undefined) return publicUrl;
  return stepUp ? api.replace(/^http:\/\/127[.\d]+/, 'http://localhost') : api;
}

/** Whether a passkey is asked, and whom it is made for: for the API, and for the process that looks at its answers again. */
export function stepUpEnv({ config }: DeskConfig, api: string) {
  return { DESK_STEP_UP: config.stepUp ? 'on' : 'off', DESK_PUBLIC_URL: publicUrlOf(config, api) };
}

/** Who is told what happens: the rounds tell, which the embedded desk's API makes. */
export function subscriberEnv({ secrets: { subscriber } }: DeskConfig) {
  return { WEBHOOK_URL: subscriber?.url, WEBHOOK_SECRET: subscriber?.secret };
}

/** Where statements of reasons and notices for Lumen go, which rounds send, and whether public statements are shown. */
export function statementsEnv({ config, secrets: { transparencyDatabase, lumen } }: DeskConfig) {
  return {
    DSA_TDB_URL: transparencyDatabase?.url,
    DSA_TDB_TOKEN: transparencyDatabase?.token,
    LUMEN_URL: lumen?.url,
    LUMEN_TOKEN: lumen?.token ?? undefined,
    DESK_PUBLIC_STATEMENTS: config.publicStatements ? 'on' : 'off',
  };
}

/** Sign-in is the API's business alone, and so is the secret for it. */
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
    // Whoever has an issuer of their own signs in with their own people.
    DESK_DEMO_PEOPLE: parts.issuerUrl === undefined ? undefined : JSON.stringify(toPeople()),
  };
}

/** What the API alone signs with: yeses, checkpoints of the audit log, and receipts of what authorities file. */
export function signingEnv({ approvalKey, auditKey, receiptKey }: DeskSecrets) {
  return {
    APPROVAL_SIGNING_KEY: approvalKey.privateKey,
    AUDIT_SIGNING_KEY: auditKey.privateKey,
    RECEIPT_SIGNING_KEY: receiptKey.privateKey,
  };
}

/** What the jobs sign with where they run in a process of their own: notices that a mail opened by itself. */
export function jobsSigningEnv({ approvalKey }: DeskSecrets) {
  return { APPROVAL_SIGNING_KEY: approvalKey.privateKey };
}

/** Whether authorities have a door of their own; an embedded desk has one unless somebody says otherwise. */
export function portalEnv({ config }: DeskConfig) {
  return { DESK_PORTAL: config.portal === false ? 'off' : 'on' };
}

/** The platform and its token are told to the enforcement process alone. */
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
    ...ozoneEnv(config.ozone, given.ozonePasswords),
    SYNAPSE_URL: config.synapseUrl,
    SYNAPSE_TOKEN: given.synapseToken,
  };
}

function ozoneEnv(
  { urls, identifier, countryLabel, resolverUrl }: DeskConfig['config']['ozone'],
  passwords: ReadonlyMap<string, string> | undefined,
) {
  return {
    OZONE_URL: urls && writeByCountry(urls, ','),
    OZONE_IDENTIFIER: identifier,
    OZONE_PASSWORD: passwords && writeByCountry(passwords, '\n'),
    OZONE_COUNTRY_LABEL: countryLabel ?? undefined,
    OZONE_RESOLVER_URL: resolverUrl ?? undefined,
  };
}

/** Who sent a mail is looked up by the process that it comes in by, and again by whoever sorts it. */
export function senderEnv({ config }: Pick<DeskConfig, 'config'>) {
  // Children have a working folder of their own.
  return { MAIL_DNS_FILE: config.mailDnsFile === undefined ? undefined : resolve(config.mailDnsFile) };
}

/** Mail that comes in is the mail process's alone, and so is the mailbox it may be read from. */
export function inboundEnv({ config, secrets }: DeskConfig, common: ReturnType<typeof commonEnv>) {
  return {
    DESK_LOG: common.DESK_LOG,
    MAIL_FROM: common.MAIL_FROM,
    INBOUND_ADDRESS: config.inboundAddresses.join(','),
    INBOUND_IMAP_URL: secrets.imapUrl,
    INBOUND_MAX_PER_ADDRESS: String(config.inboundMaxPerAddress),
    // Children have a working folder of their own.
    INBOUND_SPOOL: config.inboundSpool === undefined ? undefined : resolve(config.inboundSpool),
    ...senderEnv({ config }),
    MAIL_TRUST_FILE: config.mailTrustFile === undefined ? undefined : resolve(config.mailTrustFile),
    DESK_INSECURE: config.insecure ? 'allow' : undefined,
  };
}

/** The watchdog is told of the registry and its pager: it must need nothing else to notice that the rest is away. */
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
