import { existsSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { approvalPublicKeys, ed25519Key } from './approval-keys.js';
import {
  addresses,
  canaryTarget,
  clearedPeople,
  clockDuration,
  delay,
  hostAndPort,
  headerList,
  httpUrl,
  issuerUrl,
  letterLine,
  letterLines,
  key256,
  minutes,
  origin,
  pem,
  retention,
  url,
  webhookSecret,
  proxies,
  boundedInteger,
  witnesses,
} from './value-forms.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const links = { DESK_INSECURE: z.enum(['allow', 'refuse']).default('refuse') };

const common = {
  DESK_HOME: z.string().default('./data'),
  DESK_PORT: boundedInteger(0, 65_535).default(8080),
  DESK_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/)
    .default('127.0.0.1'),
  DESK_LOG: z.enum(LOG_LEVELS).default('info'),
  DESK_RATE_LIMIT: z.union([z.literal('off'), boundedInteger(1, 999_999_999)]).default(6000),
  DESK_TRUSTED_PROXIES: proxies.default([]),
  DESK_MASS_TARGETS: boundedInteger(1, 999_999_999).default(1000),
  DESK_DRIFT_CHECK_EVERY: z.union([z.literal('off'), clockDuration]).default(600),
  DESK_DRIFT_SAMPLE: boundedInteger(1, 100_000).default(500),
  PLATFORM_RATE: boundedInteger(1, 1_000_000).optional(),
  DESK_WIDER_SCOPE: z.enum(['flag', 'counsel']).default('flag'),
  DESK_SECOND_REVIEW_PERCENT: boundedInteger(0, 100).default(0),
  DESK_RECONCILE_EVERY: z.union([z.literal('off'), clockDuration]).default(300),
  DESK_CANARY: z.enum(['on', 'off']).default('on'),
  DESK_CANARY_EVERY: clockDuration.prefault('PT1H'),
  DESK_CANARY_LIMIT: clockDuration.prefault('PT10M'),
  DESK_CANARY_MAIL: z
    .string()
    .regex(/^[^\s<>@]+@[^\s<>@]+$/)
    .optional(),
  PLATFORM_CANARY_TARGET: canaryTarget.optional(),
  DESK_RATIFY_WITHIN: minutes.prefault('PT24H'),
  DESK_CONTACT_DELAY: delay.prefault('PT24H'),
  DESK_RETENTION: retention.optional(),
  DESK_GAGGED_PEOPLE: clearedPeople.prefault('role:counsel'),
  // Existence is not checked: the last good rulebook serves while the folder is missing.
  DESK_RULEBOOK: z.string().optional(),
  TEMPORAL_NAMESPACE: z
    .string()
    .regex(/^\S{1,255}$/)
    .default('default'),
  TEMPORAL_UI_URL: httpUrl.optional(),
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>\r\n]* )?<?[^\s<>@]+@[^\s<>@]+>?$/)
    .default('Notice Desk <desk@desk.example>'),
  LETTER_COMPANY: letterLine.optional(),
  LETTER_ADDRESS: letterLines.optional(),
  LETTER_CAPACITY: letterLine.optional(),
  LETTER_SIGNATORY: letterLine.optional(),
  LETTER_REPLY_TO: letterLine.optional(),
  LETTER_SIGNING_KEY: ed25519Key.optional(),
  TEMPORAL_TLS_CA: pem.optional(),
  TEMPORAL_TLS_CERT: pem.optional(),
  TEMPORAL_TLS_KEY: pem.optional(),
  TEMPORAL_API_KEY: z.string().optional(),
  PAYLOAD_KEY: key256.optional(),
  PAYLOAD_KEYS_OLD: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(key256))
    .optional(),
  PAYLOAD_KEY_COMMAND: z.string().refine(existsSync).optional(),
  AUDIT_WITNESS: witnesses.optional(),
  ...links,
  DSA_TDB_URL: httpUrl.optional(),
  DSA_TDB_TOKEN: z.string().min(1).optional(),
  LUMEN_URL: httpUrl.optional(),
  LUMEN_TOKEN: z.string().min(1).optional(),
  DESK_PUBLIC_STATEMENTS: z.enum(['on', 'off']).default('off'),
  WEBHOOK_URL: httpUrl.optional(),
  WEBHOOK_SECRET: webhookSecret.optional(),
  PAGER_WEBHOOK_URL: httpUrl.optional(),
  PAGER_WEBHOOK_SECRET: webhookSecret.optional(),
  PLATFORM_WEBHOOK_SECRET: webhookSecret.optional(),
  // A process that calls no platform knows no kinds; `platforms/registered.ts` lists them.
  PLATFORM_KIND: z.string().default('port'),
  METRICS_TOKEN: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headerList.optional(),
  DESK_PUBLIC_URL: origin.optional(),
  OIDC_ISSUER: issuerUrl.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_TRUST_EMAIL: z.enum(['on', 'off']).default('off'),
  DESK_STEP_UP: z.enum(['on', 'off']).default('off'),
  DESK_SESSION_IDLE: minutes.prefault('PT30M'),
  DESK_SESSION_LENGTH: minutes.prefault('PT12H'),
  DESK_PORTAL: z.enum(['on', 'off']).optional(),
};
const workerVersioning = z.enum(['pinned', 'auto-upgrade']);
const outside = {
  DATABASE_URL: url('postgres:', 'postgresql:'),
  TEMPORAL_ADDRESS: z.string().regex(/^(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/),
  SMTP_URL: url('smtp:', 'smtps:'),
  PLATFORM_URL: httpUrl,
  PLATFORM_TOKEN: z.string(),
};

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function hasCertificates(path: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8').includes('-----BEGIN CERTIFICATE-----');
}

const inbound = {
  INBOUND_ADDRESS: addresses.prefault('notices@desk.example'),
  INBOUND_IMAP_URL: url('imap:', 'imaps:').optional(),
  INBOUND_MAX_PER_ADDRESS: boundedInteger(1, 128).prefault('16'),
  INBOUND_SPOOL: z.string().refine(isFolder).optional(),
  MAIL_DNS_FILE: z.string().refine(existsSync).optional(),
  MAIL_TRUST_FILE: z.string().refine(hasCertificates).optional(),
};

const watchdog = {
  ...links,
  WATCHDOG_WEBHOOK_URL: httpUrl.optional(),
  WATCHDOG_WEBHOOK_SECRET: webhookSecret.optional(),
  WATCHDOG_PING_URL: httpUrl.optional(),
};

export const deskSchema = z.object({
  ...common,
  ...watchdog,
  ...inbound,
  DATABASE_URL: outside.DATABASE_URL.optional(),
  TEMPORAL_ADDRESS: outside.TEMPORAL_ADDRESS.optional(),
  SMTP_URL: outside.SMTP_URL.optional(),
  PLATFORM_URL: outside.PLATFORM_URL.optional(),
  PLATFORM_TOKEN: outside.PLATFORM_TOKEN.optional(),
  DESK_DEMO: z.enum(['on', 'off']).default('on'),
  TEMPORAL_CLI_PATH: z.string().refine(existsSync).optional(),
  TEMPORAL_SERVER_PATH: z.string().refine(existsSync).optional(),
  // The embedded desk stops its old workers before the new ones start.
  DESK_WORKER_VERSIONING: workerVersioning.default('auto-upgrade'),
});
export const processSchema = z.object({
  ...common,
  DATABASE_URL: outside.DATABASE_URL,
  TEMPORAL_ADDRESS: outside.TEMPORAL_ADDRESS,
  SMTP_URL: outside.SMTP_URL.optional(),
  // Required only by the two processes that use them: the platform's token has one holder.
  PLATFORM_URL: outside.PLATFORM_URL.optional(),
  PLATFORM_TOKEN: outside.PLATFORM_TOKEN.optional(),
  // The private half is required only by the API, its public half by the enforcement process.
  APPROVAL_SIGNING_KEY: ed25519Key.optional(),
  APPROVAL_PUBLIC_KEYS: approvalPublicKeys.optional(),
  // Required only by the API.
  AUDIT_SIGNING_KEY: ed25519Key.optional(),
  AUDIT_STATE_FILE: z.string().optional(),
  MAIL_DNS_FILE: inbound.MAIL_DNS_FILE,
  RECEIPT_SIGNING_KEY: ed25519Key.optional(),
  DESK_EMBEDDED: z.enum(['0', '1']).default('0'),
  DESK_JOBS: z.enum(['on', 'off']).default('on'),
  DESK_DEMO_PEOPLE: z.string().optional(),
  WORKER_ROLE: z.enum(['notice', 'enforcement']).optional(),
  DESK_WORKER_VERSIONING: workerVersioning.default('pinned'),
});
/** Printable ASCII, long enough not to be guessed. */
const loginPassword = z
  .string()
  .regex(/^[!-~]{16,}$/)
  .optional();

export const seedSchema = z.object({
  DATABASE_URL: outside.DATABASE_URL,
  // Undefined: the token of the first admin goes to stdout.
  DESK_HOME: z.string().optional(),
  DESK_FIRST_ADMIN: z.string().optional(),
  DESK_RESTORED_FROM: z.iso
    .datetime({ offset: true, error: 'expected a time with offset, such as 2026-11-28T03:00:00Z' })
    .transform((text) => new Date(text))
    .optional(),
  DESK_DEMO_PEOPLE: z.string().optional(),
  DESK_RULEBOOK: common.DESK_RULEBOOK,
  DESK_RETENTION: common.DESK_RETENTION,
});
export const rolesSchema = z.object({
  DATABASE_URL: outside.DATABASE_URL,
  DATABASE_PASSWORD_OWNER: loginPassword,
  DATABASE_PASSWORD_API: loginPassword,
  DATABASE_PASSWORD_WORKER: loginPassword,
  DATABASE_PASSWORD_ENFORCEMENT: loginPassword,
  DATABASE_PASSWORD_WATCHDOG: loginPassword,
  DATABASE_PASSWORD_MAIL: loginPassword,
  DATABASE_PASSWORD_READER: loginPassword,
  DATABASE_PASSWORD_SIMULATORS: loginPassword,
});
export const cliSchema = z.object({
  DESK_HOME: common.DESK_HOME,
  DESK_URL: httpUrl.optional(),
  DESK_KEY: z.string().optional(),
});
export const watchdogSchema = z.object({
  ...watchdog,
  DESK_LOG: common.DESK_LOG,
  DATABASE_URL: outside.DATABASE_URL,
  PAGER_WEBHOOK_URL: common.PAGER_WEBHOOK_URL,
  PAGER_WEBHOOK_SECRET: common.PAGER_WEBHOOK_SECRET,
});
export const inboundSchema = z.object({
  ...links,
  ...inbound,
  DESK_LOG: common.DESK_LOG,
  MAIL_FROM: common.MAIL_FROM,
  DATABASE_URL: outside.DATABASE_URL,
  INBOUND_SMTP: hostAndPort.optional(),
});
export const simulatorsSchema = z.object({
  DATABASE_URL: outside.DATABASE_URL,
  PLATFORM_TOKEN: outside.PLATFORM_TOKEN,
  PLATFORM_WEBHOOK_SECRET: webhookSecret,
  PAGER_WEBHOOK_SECRET: webhookSecret,
  DESK_SIMULATORS: z.string(),
});
