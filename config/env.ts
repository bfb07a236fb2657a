import { existsSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError, lineFor, parse, type Env } from './read-values.js';
import {
  clockDuration,
  delay,
  httpUrl,
  issuerUrl,
  minutes,
  origin,
  url,
  webhookSecret,
  wholeNumber,
} from './value-forms.js';

export { ConfigError, type Env };

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const common = {
  DESK_HOME: z.string().default('./data'),
  DESK_PORT: wholeNumber(0, 65_535).default(8080),
  DESK_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/)
    .default('127.0.0.1'),
  DESK_LOG: z.enum(LOG_LEVELS).default('info'),
  DESK_RATE_LIMIT: z.union([z.literal('off'), wholeNumber(1, 999_999_999)]).default(6000),
  DESK_MASS_TARGETS: wholeNumber(1, 999_999_999).default(1000),
  DESK_DRIFT_CHECK_EVERY: z.union([z.literal('off'), clockDuration]).default(600),
  DESK_DRIFT_SAMPLE: wholeNumber(1, 100_000).default(500),
  PLATFORM_RATE: wholeNumber(1, 1_000_000).optional(),
  DESK_WIDER_SCOPE: z.enum(['flag', 'counsel']).default('flag'),
  DESK_SECOND_READ_PERCENT: wholeNumber(0, 100).default(0),
  DESK_RATIFY_WITHIN: minutes.prefault('PT24H'),
  DESK_CONTACT_DELAY: delay.prefault('PT24H'),
  // Not asked whether it exists: the last good rulebook stands in for a folder that is away.
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
  PAGER_WEBHOOK_URL: httpUrl.optional(),
  PAGER_WEBHOOK_SECRET: webhookSecret.optional(),
  PLATFORM_WEBHOOK_SECRET: webhookSecret.optional(),
  METRICS_TOKEN: z.string().optional(),
  DESK_PUBLIC_URL: origin.optional(),
  OIDC_ISSUER: issuerUrl.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_TRUST_EMAIL: z.enum(['on', 'off']).default('off'),
  DESK_SESSION_IDLE: minutes.prefault('PT30M'),
  DESK_SESSION_LENGTH: minutes.prefault('PT12H'),
};
const outside = {
  DATABASE_URL: url('postgres:', 'postgresql:'),
  TEMPORAL_ADDRESS: z.string().regex(/^(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/),
  SMTP_URL: url('smtp:', 'smtps:'),
  PLATFORM_URL: httpUrl,
  PLATFORM_TOKEN: z.string(),
};

const watchdog = {
  WATCHDOG_WEBHOOK_URL: httpUrl.optional(),
  WATCHDOG_WEBHOOK_SECRET: webhookSecret.optional(),
  WATCHDOG_PING_URL: httpUrl.optional(),
};

const deskSchema = z.object({
  ...common,
  ...watchdog,
  DATABASE_URL: outside.DATABASE_URL.optional(),
  TEMPORAL_ADDRESS: outside.TEMPORAL_ADDRESS.optional(),
  SMTP_URL: outside.SMTP_URL.optional(),
  PLATFORM_URL: outside.PLATFORM_URL.optional(),
  PLATFORM_TOKEN: outside.PLATFORM_TOKEN.optional(),
  DESK_DEMO: z.enum(['on', 'off']).default('on'),
  TEMPORAL_CLI_PATH: z.string().refine(existsSync).optional(),
});
const processSchema = z.object({
  ...common,
  DATABASE_URL: outside.DATABASE_URL,
  TEMPORAL_ADDRESS: outside.TEMPORAL_ADDRESS,
  SMTP_URL: outside.SMTP_URL.optional(),
  // Asked for by the two processes that use them: the platform's token has one holder.
  PLATFORM_URL: outside.PLATFORM_URL.optional(),
  PLATFORM_TOKEN: outside.PLATFORM_TOKEN.optional(),
  DESK_EMBEDDED: z.enum(['0', '1']).default('0'),
  DESK_ROUNDS: z.enum(['on', 'off']).default('on'),
  DESK_DEMO_PEOPLE: z.string().optional(),
  WORKER_ROLE: z.enum(['notice', 'enforcement']).optional(),
});
const seedSchema = z.object({
  DATABASE_URL: outside.DATABASE_URL,
  // Undefined: the token of the first admin goes to stdout.
  DESK_HOME: z.string().optional(),
  DESK_FIRST_ADMIN: z.string().optional(),
  DESK_DEMO_PEOPLE: z.string().optional(),
  DESK_RULEBOOK: common.DESK_RULEBOOK,
});
const cliSchema = z.object({
  DESK_HOME: common.DESK_HOME,
  DESK_URL: httpUrl.optional(),
  DESK_KEY: z.string().optional(),
});
const watchdogSchema = z.object({
  ...watchdog,
  DESK_LOG: common.DESK_LOG,
  DATABASE_URL: outside.DATABASE_URL,
  PAGER_WEBHOOK_URL: common.PAGER_WEBHOOK_URL,
  PAGER_WEBHOOK_SECRET: common.PAGER_WEBHOOK_SECRET,
});
const doublesSchema = z.object({
  DATABASE_URL: outside.DATABASE_URL,
  PLATFORM_TOKEN: outside.PLATFORM_TOKEN,
  PLATFORM_WEBHOOK_SECRET: webhookSecret,
  PAGER_WEBHOOK_SECRET: webhookSecret,
  DESK_DOUBLES: z.string(),
});

function deepFreeze<T>(value: T): Readonly<T> {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}

/** What desk, API and workers share. It holds no secret and may be logged. */
function toShared(values: z.output<typeof processSchema> | z.output<typeof deskSchema>) {
  return {
    home: values.DESK_HOME,
    host: values.DESK_HOST,
    port: values.DESK_PORT,
    logLevel: values.DESK_LOG,
    /** Undefined: no limit. */
    rateLimitPerMinute: values.DESK_RATE_LIMIT === 'off' ? undefined : values.DESK_RATE_LIMIT,
    massTargets: values.DESK_MASS_TARGETS,
    /** Seconds between two looks at what is in force; undefined: never. */
    driftEverySeconds: values.DESK_DRIFT_CHECK_EVERY === 'off' ? undefined : values.DESK_DRIFT_CHECK_EVERY,
    driftSample: values.DESK_DRIFT_SAMPLE,
    /** Operations a second; undefined: as many as the platform takes. */
    platformRate: values.PLATFORM_RATE,
    widerScope: values.DESK_WIDER_SCOPE,
    secondReadPercent: values.DESK_SECOND_READ_PERCENT,
    ratifyWithinMinutes: values.DESK_RATIFY_WITHIN,
    contactDelaySeconds: values.DESK_CONTACT_DELAY,
    /** Undefined: the rulebook that comes with the program. */
    rulebook: values.DESK_RULEBOOK,
    temporalNamespace: values.TEMPORAL_NAMESPACE,
    temporalUiUrl: values.TEMPORAL_UI_URL,
    mailFrom: values.MAIL_FROM,
    pagerWebhookUrl: values.PAGER_WEBHOOK_URL,
    publicUrl: values.DESK_PUBLIC_URL,
    oidcIssuer: values.OIDC_ISSUER,
    oidcClientId: values.OIDC_CLIENT_ID,
    oidcTrustEmail: values.OIDC_TRUST_EMAIL === 'on',
    sessionIdleMinutes: values.DESK_SESSION_IDLE,
    sessionLengthMinutes: values.DESK_SESSION_LENGTH,
  };
}

/** What must reach neither a log nor a child that does not need it. */
function toSecrets(values: z.output<typeof processSchema> | z.output<typeof deskSchema>) {
  return {
    smtpUrl: values.SMTP_URL,
    platformToken: values.PLATFORM_TOKEN,
    platformWebhookSecret: values.PLATFORM_WEBHOOK_SECRET,
    pagerWebhookSecret: values.PAGER_WEBHOOK_SECRET,
    metricsToken: values.METRICS_TOKEN,
    oidcClientSecret: values.OIDC_CLIENT_SECRET,
  };
}

/** Parts that are used as a pair or not at all. */
function refuseHalfPairs(values: z.output<typeof deskSchema>): void {
  const problems: string[] = [];
  if (values.PLATFORM_URL && !values.PLATFORM_TOKEN) problems.push(lineFor('PLATFORM_TOKEN', undefined));
  if (values.PLATFORM_URL && !values.PLATFORM_WEBHOOK_SECRET) {
    problems.push(lineFor('PLATFORM_WEBHOOK_SECRET', undefined));
  }
  if (values.OIDC_ISSUER && !values.OIDC_CLIENT_ID) problems.push(lineFor('OIDC_CLIENT_ID', undefined));
  problems.push(...halfPagers(values));
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Where pages go, without the secret that signs them. */
function halfPagers(values: z.output<typeof watchdogSchema> | z.output<typeof deskSchema>): string[] {
  const problems: string[] = [];
  for (const name of ['PAGER_WEBHOOK', 'WATCHDOG_WEBHOOK'] as const) {
    if (values[`${name}_URL`] && !values[`${name}_SECRET`]) problems.push(lineFor(`${name}_SECRET`, undefined));
  }
  return problems;
}

/** Configuration of the embedded desk: every outside part is optional and replaces the embedded one when given. */
export function readDeskConfig(env: Env = process.env) {
  const values = parse(deskSchema, env);
  refuseHalfPairs(values);
  return deepFreeze({
    config: {
      ...toShared(values),
      demo: values.DESK_DEMO === 'on',
      temporalAddress: values.TEMPORAL_ADDRESS,
      temporalCliPath: values.TEMPORAL_CLI_PATH,
      platformUrl: values.PLATFORM_URL,
      watchdogWebhookUrl: values.WATCHDOG_WEBHOOK_URL,
    },
    secrets: {
      ...toSecrets(values),
      databaseUrl: values.DATABASE_URL,
      watchdogWebhookSecret: values.WATCHDOG_WEBHOOK_SECRET,
      watchdogPingUrl: values.WATCHDOG_PING_URL,
    },
  });
}

/** Configuration of an API or worker process: database and Temporal must be given. */
export function readProcessConfig(env: Env = process.env) {
  const values = parse(processSchema, env);
  const problems = (['OIDC_CLIENT_ID', 'DESK_PUBLIC_URL'] as const)
    .filter((name) => values.OIDC_ISSUER && !values[name])
    .map((name) => lineFor(name, undefined));
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze({
    config: {
      ...toShared(values),
      embedded: values.DESK_EMBEDDED === '1',
      /** Whether the API makes the rounds too. */
      rounds: values.DESK_ROUNDS === 'on',
      /** JSON text, to be checked by its reader. */
      demoPeople: values.DESK_DEMO_PEOPLE,
      /** Undefined: one process serves both task queues. */
      workerRole: values.WORKER_ROLE,
      temporalAddress: values.TEMPORAL_ADDRESS,
      platformUrl: values.PLATFORM_URL,
    },
    secrets: { ...toSecrets(values), databaseUrl: values.DATABASE_URL },
  });
}

/** What a process cannot do without beyond the common part; a missing one is refused by name. */
export function required(
  name: 'SMTP_URL' | 'PLATFORM_URL' | 'PLATFORM_TOKEN' | 'PLATFORM_WEBHOOK_SECRET',
  value: string | undefined,
): string {
  if (value === undefined) throw new ConfigError([lineFor(name, undefined)]);
  return value;
}

/** Configuration of the migration and seeding step. `demoPeople` is JSON text, to be checked by its reader. */
export function readSeedConfig(env: Env = process.env) {
  const values = parse(seedSchema, env);
  const { DATABASE_URL: databaseUrl, DESK_DEMO_PEOPLE: demoPeople, DESK_RULEBOOK: rulebook } = values;
  const { DESK_FIRST_ADMIN: firstAdmin, DESK_HOME: home } = values;
  return deepFreeze({ databaseUrl, demoPeople, rulebook, firstAdmin, home });
}

/** Where the command line finds its desk. */
export function readCliConfig(env: Env = process.env) {
  const values = parse(cliSchema, env);
  return deepFreeze({ home: values.DESK_HOME, url: values.DESK_URL, key: values.DESK_KEY });
}

/** Configuration of the watchdog. Its pager is its own, else the workers'. It all counts as secret. */
export function readWatchdogConfig(env: Env = process.env) {
  const values = parse(watchdogSchema, env);
  const problems = halfPagers(values);
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

/** Configuration of the doubles' process. `doubles` is JSON text, to be checked by its reader. */
export function readDoublesConfig(env: Env = process.env) {
  const values = parse(doublesSchema, env);
  return deepFreeze({
    doubles: values.DESK_DOUBLES,
    databaseUrl: values.DATABASE_URL,
    platformToken: values.PLATFORM_TOKEN,
    platformWebhookSecret: values.PLATFORM_WEBHOOK_SECRET,
    pagerWebhookSecret: values.PAGER_WEBHOOK_SECRET,
  });
}

export type DeskConfig = ReturnType<typeof readDeskConfig>;
export type ProcessConfig = ReturnType<typeof readProcessConfig>;

/** The few variables a child process must inherit from the machine: without PATH, HOME and locale tools misbehave. */
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

/** The machine's whole environment, for tools that have settings of their own (pip: proxy, index, certificates). */
export function machineEnv(): NodeJS.ProcessEnv {
  return process.env;
}

/** Runs `read`; a wrong environment is printed line by line on stderr and ends the process with 1. */
export function configOrExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.lines) process.stderr.write(`${line}\n`);
    return process.exit(1);
  }
}
