import { join } from 'node:path';
import { refuseUnfit, listMissingOfPlatform } from './checks.js';
import { isLoopback, readOrNull } from './forms.js';
import { findOpenLinks } from './open-links.js';
import { findPlatformUrl, listPlatformLinks, mergeSettings, type PlatformSettings } from './platform-settings.js';
import { LOG_LEVELS } from './policy-settings.js';
import { collectTexts, ConfigError, deepFreeze, type Env, lineFor, readSettings } from './read-settings.js';
import { CLI, DESK, INBOUND, PROCESS, SHARED, type SettingName, WATCHDOG } from './settings.js';
import { toRelyingParty, toSecrets, toShared } from './shared-config.js';
import { resolveTemporalNames } from './temporal-names.js';

export { ConfigError, LOG_LEVELS, type Env };
export type LogLevel = (typeof LOG_LEVELS)[number];

const DESK_TABLE = { ...SHARED, ...DESK, ...INBOUND, ...WATCHDOG };
const PROCESS_TABLE = { ...SHARED, ...PROCESS, MAIL_DNS_FILE: INBOUND.MAIL_DNS_FILE };

/**
 * Reads the configuration of the embedded desk: every external component is optional and replaces the embedded one when
 * given. `texts` has each setting as it was given, for the processes that the desk starts.
 */
export function readDeskConfig(given: Env = process.env, platforms: readonly PlatformSettings[] = []) {
  const env = resolveTemporalNames(given);
  const settings = mergeSettings(platforms);
  const values = readSettings(env, DESK_TABLE, [], settings);
  const platformTexts = collectTexts(env, settings);
  const noPasskeys = values.DESK_STEP_UP && values.DESK_PUBLIC_URL && toRelyingParty(values.DESK_PUBLIC_URL) === null;
  refuseUnfit(values, 'desk', {
    problems: [
      ...listMissingOfPlatform(values.PLATFORM_KIND, platforms, platformTexts),
      ...(noPasskeys ? [lineFor('DESK_STEP_UP', 'on')] : []),
    ],
    platformLinks: listPlatformLinks(platforms, platformTexts),
  });
  return deepFreeze({
    config: {
      ...toShared(values),
      // The embedded desk stops its old workers before the new ones start.
      workerVersioning: values.DESK_WORKER_VERSIONING ?? 'auto-upgrade',
      demo: values.DESK_DEMO,
      temporalAddress: values.TEMPORAL_ADDRESS,
      temporalCliPath: values.TEMPORAL_CLI_PATH,
      platformUrl: values.PLATFORM_URL ?? findPlatformUrl(values.PLATFORM_KIND, platforms, platformTexts),
      companyFile: values.DESK_COMPANY,
      mailDnsFile: values.MAIL_DNS_FILE,
      mailTrustFile: values.MAIL_TRUST_FILE,
    },
    secrets: { ...toSecrets(values), databaseUrl: values.DATABASE_URL },
    texts: collectTexts(env, DESK_TABLE),
    platformTexts,
  });
}

/** Reads the configuration of an API or worker process: database and Temporal are required. Only a worker knows platforms. */
export function readProcessConfig(given: Env = process.env, platforms: readonly PlatformSettings[] = []) {
  const env = resolveTemporalNames(given);
  const settings = mergeSettings(platforms);
  const values = readSettings(env, PROCESS_TABLE, ['DATABASE_URL', 'TEMPORAL_ADDRESS'], settings);
  const platformTexts = collectTexts(env, settings);
  const platformLinks = listPlatformLinks(platforms, platformTexts);
  const noPasskeys = values.DESK_STEP_UP && toRelyingParty(values.DESK_PUBLIC_URL) === null;
  const isBare = values.METRICS_TOKEN === undefined && !isLoopback(values.METRICS_LISTEN?.host ?? 'localhost');
  refuseUnfit(values, 'process', {
    missing: [
      ...(values.PAYLOAD_KEY || values.PAYLOAD_KEY_COMMAND ? [] : (['PAYLOAD_KEY'] as const)),
      // Another machine could otherwise read how many notices there are.
      ...(isBare ? (['METRICS_TOKEN'] as const) : []),
    ],
    problems: noPasskeys ? [lineFor('DESK_STEP_UP', 'on')] : [],
    platformLinks,
  });
  const secrets = toSecrets(values);
  return deepFreeze({
    config: {
      ...toShared(values),
      workerVersioning: values.DESK_WORKER_VERSIONING ?? 'pinned',
      auditStateFile: join(values.DESK_HOME, 'audit-state.json'),
      auditWitnesses: values.AUDIT_WITNESS ?? [join(values.DESK_HOME, 'audit-witness.txt')],
      mailDnsFile: values.MAIL_DNS_FILE,
      openLinks: findOpenLinks(values, platformLinks).map(({ name }) => name),
      embedded: values.DESK_EMBEDDED === '1',
      jobs: values.DESK_JOBS,
      workerRole: values.WORKER_ROLE,
      metricsListen: values.METRICS_LISTEN,
      temporalAddress: values.TEMPORAL_ADDRESS,
      platformUrl: values.PLATFORM_URL,
      approvalPublicKeys: values.APPROVAL_PUBLIC_KEYS,
    },
    secrets: {
      ...secrets,
      platformTexts,
      databaseUrl: values.DATABASE_URL,
      /** JSON text, validated by its reader. */
      demoPeople: values.DESK_EMBEDDED === '1' ? readPeople(values.DESK_HOME) : undefined,
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

/** People that the registry step creates; the embedded desk writes this file. */
export function peopleFile(home: string): string {
  return join(home, 'people.json');
}

function readPeople(home: string): string | undefined {
  return readOrNull(peopleFile(home)) ?? undefined;
}

/**
 * Returns a value this process needs beyond the shared ones; throws a `ConfigError` that names the variable if it is
 * missing.
 */
export function required<Value>(name: SettingName, value: Value | undefined): Value {
  if (value === undefined) throw new ConfigError([lineFor(name)]);
  return value;
}

/** Reads the configuration of the migration and seeding step. `demoPeople` is JSON text, validated by its reader. */
export function readSeedConfig(env: Env = process.env) {
  const { DATABASE_URL, DESK_HOME, DESK_RETENTION, DESK_RULEBOOK } = SHARED;
  const values = readSettings(env, { DATABASE_URL, DESK_HOME, DESK_RETENTION, DESK_RULEBOOK }, ['DATABASE_URL']);
  // Without a home the key of the first admin goes to stdout.
  const home = env['DESK_HOME'] ? values.DESK_HOME : undefined;
  return deepFreeze({
    databaseUrl: values.DATABASE_URL,
    rulebook: values.DESK_RULEBOOK,
    retention: values.DESK_RETENTION,
    home,
    demoPeople: home === undefined ? undefined : readPeople(home),
  });
}

/** Reads the URL of the administrator who creates the registry's logins. */
export function readRolesConfig(env: Env = process.env) {
  return readSettings(env, { DATABASE_URL: SHARED.DATABASE_URL }, ['DATABASE_URL']).DATABASE_URL;
}

export function readCliConfig(env: Env = process.env) {
  const values = readSettings(env, { DESK_HOME: SHARED.DESK_HOME, ...CLI });
  return deepFreeze({ home: values.DESK_HOME, url: values.DESK_URL, key: values.DESK_KEY });
}

/** Reads the configuration of the watchdog, all secret. Its own pager takes precedence over the workers'. */
export function readWatchdogConfig(env: Env = process.env) {
  const { DATABASE_URL, DESK_INSECURE, DESK_LOG, PAGER_WEBHOOK_URL, PAGER_WEBHOOK_SECRET } = SHARED;
  const shared = { DATABASE_URL, DESK_INSECURE, DESK_LOG, PAGER_WEBHOOK_URL, PAGER_WEBHOOK_SECRET };
  const values = readSettings(env, { ...shared, ...WATCHDOG }, ['DATABASE_URL']);
  refuseUnfit(values, 'watchdog');
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
  const { DATABASE_URL, DESK_INSECURE, DESK_LOG, MAIL_FROM } = SHARED;
  const values = readSettings(env, { DATABASE_URL, DESK_INSECURE, DESK_LOG, MAIL_FROM, ...INBOUND }, ['DATABASE_URL']);
  const isReachable = values.INBOUND_SMTP !== undefined || values.INBOUND_IMAP_URL !== undefined;
  refuseUnfit(values, 'inbound', { missing: isReachable ? [] : ['INBOUND_SMTP'] });
  return deepFreeze({
    config: {
      logLevel: values.DESK_LOG,
      mailFrom: values.MAIL_FROM,
      smtp: values.INBOUND_SMTP,
      addresses: values.INBOUND_ADDRESS,
      dnsFile: values.MAIL_DNS_FILE,
      trustFile: values.MAIL_TRUST_FILE,
    },
    secrets: { databaseUrl: values.DATABASE_URL, imapUrl: values.INBOUND_IMAP_URL },
  });
}

export function readSimulatorsConfig(env: Env = process.env) {
  const { DATABASE_URL, PLATFORM_TOKEN, PLATFORM_WEBHOOK_SECRET, PAGER_WEBHOOK_SECRET } = SHARED;
  const table = { DATABASE_URL, PLATFORM_TOKEN, PLATFORM_WEBHOOK_SECRET, PAGER_WEBHOOK_SECRET };
  const values = readSettings(env, table, [
    'DATABASE_URL',
    'PLATFORM_TOKEN',
    'PLATFORM_WEBHOOK_SECRET',
    'PAGER_WEBHOOK_SECRET',
  ]);
  return deepFreeze({
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
