import type { z } from 'zod';
import { DEFAULT_RETENTION } from './retention.js';
import { halfDatabase, halfSubscriber, halfTls, halfPagers, listOpenLinks, refuseHalfPairs } from './half-pairs.js';
import { findOpenLinks } from './open-links.js';
import type { RequiredName } from './required-names.js';
import { toRelyingParty } from './relying-party.js';
import { auditFiles } from './audit-files.js';
import { deepFreeze } from './deep-freeze.js';
import { findPlatformUrl, listPlatformLinks, type PlatformSettings } from './platform-settings.js';
import { ConfigError, lineFor, parse, parseWithPlatforms, type Env } from './read-values.js';
import {
  cliSchema,
  deskSchema,
  simulatorsSchema,
  inboundSchema,
  LOG_LEVELS,
  processSchema,
  rolesSchema,
  seedSchema,
  watchdogSchema,
  type LogLevel,
} from './schemas.js';

export { ConfigError, LOG_LEVELS, type Env, type LogLevel };

/** Shared by desk, API and workers; holds no secret and may be logged. */
function toShared(values: z.output<typeof processSchema> | z.output<typeof deskSchema>) {
  return {
    home: values.DESK_HOME,
    host: values.DESK_HOST,
    port: values.DESK_PORT,
    logLevel: values.DESK_LOG,
    trustedProxies: values.DESK_TRUSTED_PROXIES,
    rateLimitPerMinute: values.DESK_RATE_LIMIT === 'off' ? undefined : values.DESK_RATE_LIMIT,
    massTargets: values.DESK_MASS_TARGETS,
    /** Seconds between two drift checks; undefined: never. */
    driftEverySeconds: values.DESK_DRIFT_CHECK_EVERY === 'off' ? undefined : values.DESK_DRIFT_CHECK_EVERY,
    driftSample: values.DESK_DRIFT_SAMPLE,
    /** Operations a second; undefined: as many as the platform takes. */
    platformRate: values.PLATFORM_RATE,
    widerScope: values.DESK_WIDER_SCOPE,
    secondReviewPercent: values.DESK_SECOND_REVIEW_PERCENT,
    /** Milliseconds between two comparisons of registry and Temporal; null: never. */
    reconcileEveryMs: values.DESK_RECONCILE_EVERY === 'off' ? null : values.DESK_RECONCILE_EVERY * 1000,
    platformKind: values.PLATFORM_KIND,
    canary: values.DESK_CANARY === 'on',
    canaryEveryMs: values.DESK_CANARY_EVERY * 1000,
    canaryLimitMs: values.DESK_CANARY_LIMIT * 1000,
    canaryMail: values.DESK_CANARY_MAIL,
    canaryTarget: values.PLATFORM_CANARY_TARGET,
    ratifyWithinMinutes: values.DESK_RATIFY_WITHIN,
    contactDelaySeconds: values.DESK_CONTACT_DELAY,
    gaggedPeople: values.DESK_GAGGED_PEOPLE,
    /** Retention periods; the migration step writes them to the registry. */
    retention: values.DESK_RETENTION ?? DEFAULT_RETENTION,
    rulebook: values.DESK_RULEBOOK,
    temporalNamespace: values.TEMPORAL_NAMESPACE,
    temporalUiUrl: values.TEMPORAL_UI_URL,
    workerVersioning: values.DESK_WORKER_VERSIONING,
    /** Whether components on other machines may be reached without TLS. */
    insecure: values.DESK_INSECURE === 'allow',
    mailFrom: values.MAIL_FROM,
    letterSender: {
      company: values.LETTER_COMPANY ?? null,
      address: values.LETTER_ADDRESS ?? [],
      capacity: values.LETTER_CAPACITY ?? null,
      signatory: values.LETTER_SIGNATORY ?? null,
      replyTo: values.LETTER_REPLY_TO ?? null,
    },
    auditWitnesses: values.AUDIT_WITNESS,
    pagerWebhookUrl: values.PAGER_WEBHOOK_URL,
    publicUrl: values.DESK_PUBLIC_URL,
    traced: values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    stepUp: values.DESK_STEP_UP === 'on',
    publicStatements: values.DESK_PUBLIC_STATEMENTS === 'on',
    /** Relying party of passkeys; null if the public address cannot have passkeys. */
    relyingParty: toRelyingParty(values.DESK_PUBLIC_URL),
    oidcIssuer: values.OIDC_ISSUER,
    oidcClientId: values.OIDC_CLIENT_ID,
    oidcTrustEmail: values.OIDC_TRUST_EMAIL === 'on',
    sessionIdleMinutes: values.DESK_SESSION_IDLE,
    sessionLengthMinutes: values.DESK_SESSION_LENGTH,
    portal: values.DESK_PORTAL === undefined ? undefined : values.DESK_PORTAL === 'on',
  };
}

/** Must reach neither a log nor a child process that does not need it. */
function toSecrets(values: z.output<typeof processSchema> | z.output<typeof deskSchema>) {
  return {
    smtpUrl: values.SMTP_URL,
    temporalTls: {
      tlsCa: values.TEMPORAL_TLS_CA,
      tlsCert: values.TEMPORAL_TLS_CERT,
      tlsKey: values.TEMPORAL_TLS_KEY,
      apiKey: values.TEMPORAL_API_KEY,
    },
    payloadKey: {
      current: values.PAYLOAD_KEY,
      former: values.PAYLOAD_KEYS_OLD ?? [],
      command: values.PAYLOAD_KEY_COMMAND,
    },
    platformToken: values.PLATFORM_TOKEN,
    platformWebhookSecret: values.PLATFORM_WEBHOOK_SECRET,
    pagerWebhookSecret: values.PAGER_WEBHOOK_SECRET,
    subscriber:
      values.WEBHOOK_URL && values.WEBHOOK_SECRET
        ? { url: values.WEBHOOK_URL, secret: values.WEBHOOK_SECRET }
        : undefined,
    transparencyDatabase:
      values.DSA_TDB_URL && values.DSA_TDB_TOKEN ? { url: values.DSA_TDB_URL, token: values.DSA_TDB_TOKEN } : undefined,
    lumen: values.LUMEN_URL ? { url: values.LUMEN_URL, token: values.LUMEN_TOKEN ?? null } : undefined,
    metricsToken: values.METRICS_TOKEN,
    traceReceiver: values.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { url: values.OTEL_EXPORTER_OTLP_ENDPOINT, headers: values.OTEL_EXPORTER_OTLP_HEADERS ?? {} }
      : undefined,
    letterKey: values.LETTER_SIGNING_KEY,
    oidcClientSecret: values.OIDC_CLIENT_SECRET,
  };
}

/**
 * Reads the configuration of the embedded desk: every external component is optional and replaces the embedded one when
 * given.
 */
export function readDeskConfig(env: Env = process.env, platforms: readonly PlatformSettings[] = []) {
  const { values, platformValues } = parseWithPlatforms(deskSchema, env, platforms);
  refuseHalfPairs(values, platforms, platformValues);
  return deepFreeze({
    config: {
      ...toShared(values),
      demo: values.DESK_DEMO === 'on',
      temporalAddress: values.TEMPORAL_ADDRESS,
      temporalCliPath: values.TEMPORAL_CLI_PATH,
      temporalServerPath: values.TEMPORAL_SERVER_PATH,
      platformUrl: values.PLATFORM_URL ?? findPlatformUrl(values.PLATFORM_KIND, platforms, platformValues),
      watchdogWebhookUrl: values.WATCHDOG_WEBHOOK_URL,
      inboundAddresses: values.INBOUND_ADDRESS,
      inboundMaxPerAddress: values.INBOUND_MAX_PER_ADDRESS,
      inboundSpool: values.INBOUND_SPOOL,
      mailDnsFile: values.MAIL_DNS_FILE,
      mailTrustFile: values.MAIL_TRUST_FILE,
    },
    secrets: {
      ...toSecrets(values),
      platformValues,
      databaseUrl: values.DATABASE_URL,
      watchdogWebhookSecret: values.WATCHDOG_WEBHOOK_SECRET,
      watchdogPingUrl: values.WATCHDOG_PING_URL,
      imapUrl: values.INBOUND_IMAP_URL,
    },
  });
}

/**
 * Reads the configuration of an API or worker process: database and Temporal are required. Only a worker knows kinds of
 * platforms.
 */
export function readProcessConfig(env: Env = process.env, platforms: readonly PlatformSettings[] = []) {
  const { values, platformValues } = parseWithPlatforms(processSchema, env, platforms);
  const platformLinks = listPlatformLinks(platforms, platformValues);
  const problems = (['OIDC_CLIENT_ID', 'DESK_PUBLIC_URL'] as const)
    .filter((name) => values.OIDC_ISSUER && !values[name])
    .map((name) => lineFor(name, undefined));
  if (values.DESK_STEP_UP === 'on' && toRelyingParty(values.DESK_PUBLIC_URL) === null)
    problems.push(lineFor('DESK_STEP_UP', 'on'));
  if (!values.PAYLOAD_KEY && !values.PAYLOAD_KEY_COMMAND) problems.push(lineFor('PAYLOAD_KEY', undefined));
  problems.push(
    ...halfSubscriber(values),
    ...halfDatabase(values),
    ...halfTls(values),
    ...listOpenLinks(values, platformLinks),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  const secrets = toSecrets(values);
  return deepFreeze({
    config: {
      ...toShared(values),
      ...auditFiles(values),
      mailDnsFile: values.MAIL_DNS_FILE,
      openLinks: findOpenLinks(values, platformLinks).map(({ name }) => name),
      embedded: values.DESK_EMBEDDED === '1',
      jobs: values.DESK_JOBS === 'on',
      /** JSON text, validated by its reader. */
      demoPeople: values.DESK_DEMO_PEOPLE,
      workerRole: values.WORKER_ROLE,
      temporalAddress: values.TEMPORAL_ADDRESS,
      platformUrl: values.PLATFORM_URL,
      approvalPublicKeys: values.APPROVAL_PUBLIC_KEYS,
    },
    secrets: {
      ...secrets,
      platformValues,
      databaseUrl: values.DATABASE_URL,
      temporal: {
        address: values.TEMPORAL_ADDRESS,
        namespace: values.TEMPORAL_NAMESPACE,
        ...secrets.temporalTls,
      },
      /** Undefined in every process but the API. */
      approvalSigningKey: values.APPROVAL_SIGNING_KEY,
      auditSigningKey: values.AUDIT_SIGNING_KEY,
      receiptSigningKey: values.RECEIPT_SIGNING_KEY,
    },
  });
}

/**
 * Returns a value this process needs beyond the shared ones; throws a `ConfigError` that names the variable if it is
 * missing.
 */
export function required<Value>(name: RequiredName, value: Value | undefined): Value {
  if (value === undefined) throw new ConfigError([lineFor(name, undefined)]);
  return value;
}

/** Reads the configuration of the migration and seeding step. `demoPeople` is JSON text, validated by its reader. */
export function readSeedConfig(env: Env = process.env) {
  const values = parse(seedSchema, env);
  const { DATABASE_URL: databaseUrl, DESK_DEMO_PEOPLE: demoPeople, DESK_RULEBOOK: rulebook } = values;
  const { DESK_FIRST_ADMIN: firstAdmin, DESK_HOME: home, DESK_RETENTION: retention = DEFAULT_RETENTION } = values;
  const { DESK_RESTORED_FROM: restoredFrom } = values;
  return deepFreeze({ databaseUrl, demoPeople, rulebook, firstAdmin, home, retention, restoredFrom });
}

/**
 * Reads the configuration of the step that creates the registry's logins: an administrator's URL and passwords, all
 * secret.
 */
export function readRolesConfig(env: Env = process.env) {
  const { DATABASE_URL: databaseUrl, ...passwords } = parse(rolesSchema, env);
  return deepFreeze({
    databaseUrl,
    passwords: {
      owner: passwords.DATABASE_PASSWORD_OWNER,
      api: passwords.DATABASE_PASSWORD_API,
      worker: passwords.DATABASE_PASSWORD_WORKER,
      enforcement: passwords.DATABASE_PASSWORD_ENFORCEMENT,
      watchdog: passwords.DATABASE_PASSWORD_WATCHDOG,
      mail: passwords.DATABASE_PASSWORD_MAIL,
      reader: passwords.DATABASE_PASSWORD_READER,
      simulators: passwords.DATABASE_PASSWORD_SIMULATORS,
    },
  });
}

export function readCliConfig(env: Env = process.env) {
  const values = parse(cliSchema, env);
  return deepFreeze({ home: values.DESK_HOME, url: values.DESK_URL, key: values.DESK_KEY });
}

/** Reads the configuration of the watchdog, all secret. Its own pager takes precedence over the workers'. */
export function readWatchdogConfig(env: Env = process.env) {
  const values = parse(watchdogSchema, env);
  const problems = [...halfPagers(values), ...listOpenLinks(values)];
  if (problems.length > 0) throw new ConfigError(problems);
  const [address, secret] = values.WATCHDOG_WEBHOOK_URL
    ? [values.WATCHDOG_WEBHOOK_URL, values.WATCHDOG_WEBHOOK_SECRET]
    : [values.PAGER_WEBHOOK_URL, values.PAGER_WEBHOOK_SECRET];
  return deepFreeze({
    logLevel: values.DESK_LOG,
    databaseUrl: values.DATABASE_URL,
    pager: address && secret ? { url: address, secret } : undefined,
    pingUrl: values.WATCHDOG_PING_URL,
  });
}

/** Reads the configuration of the inbound mail process: a listener, a mailbox, or both. */
export function readInboundConfig(env: Env = process.env) {
  const values = parse(inboundSchema, env);
  const neither = values.INBOUND_SMTP === undefined && values.INBOUND_IMAP_URL === undefined;
  const problems = [...(neither ? [lineFor('INBOUND_SMTP', undefined)] : []), ...listOpenLinks(values)];
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze({
    config: {
      logLevel: values.DESK_LOG,
      mailFrom: values.MAIL_FROM,
      smtp: values.INBOUND_SMTP,
      addresses: values.INBOUND_ADDRESS,
      maxPerAddress: values.INBOUND_MAX_PER_ADDRESS,
      spoolFolder: values.INBOUND_SPOOL,
      dnsFile: values.MAIL_DNS_FILE,
      trustFile: values.MAIL_TRUST_FILE,
    },
    secrets: { databaseUrl: values.DATABASE_URL, imapUrl: values.INBOUND_IMAP_URL },
  });
}

/** Reads the configuration of the process of the fakes. `simulators` is JSON text, validated by its reader. */
export function readSimulatorsConfig(env: Env = process.env) {
  const values = parse(simulatorsSchema, env);
  return deepFreeze({
    simulators: values.DESK_SIMULATORS,
    databaseUrl: values.DATABASE_URL,
    platformToken: values.PLATFORM_TOKEN,
    platformWebhookSecret: values.PLATFORM_WEBHOOK_SECRET,
    pagerWebhookSecret: values.PAGER_WEBHOOK_SECRET,
  });
}

export type DeskConfig = ReturnType<typeof readDeskConfig>;
export type ProcessConfig = ReturnType<typeof readProcessConfig>;

/** The few variables a child process must inherit: without PATH, HOME and locale tools misbehave. */
export function inheritedEnv(env: Env = process.env): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of [
    'PATH',
    'HOME',
    'USER',
    'TMPDIR',
    'LANG',
    'XDG_CACHE_HOME',
    'NODE_EXTRA_CA_CERTS',
    'NODE_OPTIONS',
  ]) {
    if (env[name]) kept[name] = env[name];
  }
  return kept;
}

/** The machine's whole environment, for tools with settings of their own (pip: proxy, index, certificates). */
export function machineEnv(): NodeJS.ProcessEnv {
  return process.env;
}

/** Runs `read`; on a `ConfigError` prints its lines on stderr and exits with 1. */
export function configOrExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.lines) process.stderr.write(`${line}\n`);
    return process.exit(1);
  }
}
