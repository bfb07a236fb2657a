import { resolve } from 'node:path';
import type { DeskConfig } from '../config/env.js';
import type { SettingName } from '../config/settings.js';
import { buildRecord } from '../domain/record-keys.js';
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

const COMMON = [
  'DESK_HOST',
  'DESK_RATE_LIMIT',
  'DESK_TRUSTED_PROXIES',
  'DESK_MASS_TARGETS',
  'DESK_WIDER_SCOPE',
  'DESK_SECOND_REVIEW_PERCENT',
  'DESK_RECONCILE_EVERY',
  'DESK_CANARY',
  'DESK_RATIFY_WITHIN',
  'DESK_CONTACT_DELAY',
  'DESK_GAGGED_PEOPLE',
  'DESK_RETENTION',
  'TEMPORAL_NAMESPACE',
  'METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const;

/** Passes settings on as they were given. */
function pass<Name extends SettingName>({ texts }: Pick<DeskConfig, 'texts'>, names: readonly Name[]) {
  return buildRecord(names, (name) => texts[name]);
}

/** Resolves a path, because children run in another working folder. */
function resolved(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

/** Environment of API, workers, seeding and demo loading. Each gets the registry's URL separately. */
export function commonEnv(desk: DeskConfig, parts: Pick<Parts, 'temporal'>) {
  const { config } = desk;
  return {
    ...pass(desk, COMMON),
    DESK_EMBEDDED: '1',
    DESK_LOG: config.logLevel,
    DESK_COMPANY: resolved(config.companyFile),
    PLATFORM_CANARY_TARGET: formatCanaryTarget(config),
    DESK_RULEBOOK: resolved(config.rulebook),
    TEMPORAL_ADDRESS: parts.temporal.address,
    TEMPORAL_UI_URL: parts.temporal.ui || undefined,
    DESK_WORKER_VERSIONING: config.workerVersioning,
    MAIL_FROM: config.mailFrom,
    AUDIT_WITNESS: formatWitnesses(config.auditWitnesses),
  };
}

/** Only the worker sends mail, and the API the links of the portal. */
export function mailEnv({ smtpUrl }: Pick<Parts, 'smtpUrl'>) {
  return { SMTP_URL: smtpUrl };
}

export function pagerEnv({ secrets: given }: DeskConfig, secrets: DeskSecrets, { pagerUrl }: Pick<Parts, 'pagerUrl'>) {
  return {
    PAGER_WEBHOOK_URL: pagerUrl,
    PAGER_WEBHOOK_SECRET: given.pagerWebhookSecret ?? secrets.pagerWebhookSecret,
  };
}

/** Resolves paths, because children run in another working folder. Undefined: the API uses a file in the home. */
function formatWitnesses(witnesses: readonly string[] | undefined): string | undefined {
  if (witnesses === undefined) return undefined;
  return witnesses.map((one) => (/^[a-z]+:/.test(one) ? one : resolve(one))).join(',') || 'none';
}

export function letterSignerEnv({ config }: DeskConfig) {
  return { LETTER_SIGNER: resolved(config.letterSigner) };
}

export function pushKeyEnv({ secrets: given }: DeskConfig, { pushKey }: DeskSecrets) {
  return { PUSH_SIGNING_KEY: given.pushKey?.privateKey ?? pushKey };
}

export function letterKeyEnv({ secrets: given }: DeskConfig, { letterKey }: DeskSecrets) {
  return { LETTER_SIGNING_KEY: given.letterKey?.privateKey ?? letterKey.privateKey };
}

export function temporalEnv(
  { config, secrets: given }: DeskConfig,
  secrets: DeskSecrets,
  { temporal }: Pick<Parts, 'temporal'>,
) {
  const { apiKey, tls, tlsServerName } = given.temporalTls;
  const { tlsCa, tlsCert, tlsKey } = temporal.tls ?? given.temporalTls;
  const { current = secrets.payloadKey, former, command } = given.payloadKey;
  return {
    // Both concern a server that was configured instead of the embedded one.
    TEMPORAL_TLS: tls && config.temporalAddress ? 'true' : undefined,
    TEMPORAL_TLS_SERVER_NAME: config.temporalAddress ? tlsServerName : undefined,
    TEMPORAL_TLS_CA: tlsCa,
    TEMPORAL_TLS_CERT: tlsCert,
    TEMPORAL_TLS_KEY: tlsKey,
    TEMPORAL_API_KEY: apiKey,
    PAYLOAD_KEY: [current, ...former].join(','),
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

/** For the API, which asks for passkeys, the process that verifies them again, and those that write links. */
export function stepUpEnv({ config }: DeskConfig, api: string) {
  return { DESK_STEP_UP: config.stepUp ? 'on' : 'off', DESK_PUBLIC_URL: computePublicUrl(config, api) };
}

export function subscriberEnv(desk: DeskConfig) {
  return pass(desk, ['WEBHOOK_URL', 'WEBHOOK_SECRET']);
}

export function statementsEnv(desk: DeskConfig) {
  return pass(desk, ['DSA_TDB_URL', 'DSA_TDB_TOKEN', 'LUMEN_URL', 'LUMEN_TOKEN', 'DESK_PUBLIC_STATEMENTS']);
}

export function signInEnv(desk: DeskConfig, { api, parts }: { api: string; parts: Parts }) {
  const { config, secrets: given } = desk;
  return {
    ...stepUpEnv(desk, api),
    OIDC_ISSUER: config.oidcIssuer ?? parts.issuerUrl,
    OIDC_CLIENT_ID: config.oidcIssuer ? config.oidcClientId : CLIENT_ID,
    OIDC_CLIENT_SECRET: config.oidcIssuer ? given.oidcClientSecret : undefined,
    ...pass(desk, ['OIDC_TRUST_EMAIL']),
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

const PLATFORM = ['PLATFORM_RATE', 'PLATFORM_KIND', 'DESK_DRIFT_CHECK_EVERY'] as const;

/** Only the enforcement process gets the platform's address and token. */
export function platformEnv(
  desk: DeskConfig,
  secrets: Pick<DeskSecrets, 'platformToken' | 'platformWebhookSecret'>,
  parts: Pick<Parts, 'platformUrl'>,
) {
  const { secrets: given } = desk;
  return {
    ...pass(desk, PLATFORM),
    ...desk.platformTexts,
    PLATFORM_URL: parts.platformUrl,
    PLATFORM_TOKEN: given.platformToken ?? secrets.platformToken,
    PLATFORM_WEBHOOK_SECRET: given.platformWebhookSecret ?? secrets.platformWebhookSecret,
  };
}

/**
 * For the process that receives mail, which looks up the sender, and for the job that sorts mail, which looks it up
 * again.
 */
export function senderEnv({ config }: Pick<DeskConfig, 'config'>) {
  return { MAIL_DNS_FILE: resolved(config.mailDnsFile) };
}

export function inboundEnv(desk: DeskConfig, { DESK_LOG, MAIL_FROM }: ReturnType<typeof commonEnv>) {
  return {
    ...pass(desk, ['INBOUND_ADDRESS', 'INBOUND_IMAP_URL']),
    ...senderEnv(desk),
    DESK_LOG,
    MAIL_FROM,
    MAIL_TRUST_FILE: resolved(desk.config.mailTrustFile),
    DESK_INSECURE: desk.config.insecure ? 'allow' : undefined,
  };
}

/** The watchdog knows only the registry and its pager, so that it can detect the failure of everything else. */
export function watchdogEnv(
  desk: DeskConfig,
  { DESK_LOG }: ReturnType<typeof commonEnv>,
  pager: ReturnType<typeof pagerEnv>,
) {
  return {
    ...pass(desk, ['WATCHDOG_WEBHOOK_URL', 'WATCHDOG_WEBHOOK_SECRET', 'WATCHDOG_PING_URL']),
    DESK_LOG,
    ...pager,
  };
}
