import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { ENV_NAMES } from './env-names.js';
import { nearestName } from './nearest-name.js';

export type Env = Readonly<Record<string, string | undefined>>;

/** All that is wrong with the environment, one line a variable. The message is the lines joined. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

const url = (...protocols: string[]) =>
  z.string().refine((text) => {
    const parsed = URL.parse(text);
    return parsed !== null && protocols.includes(parsed.protocol);
  });
const httpUrl = url('http:', 'https:');
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
const webhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/);

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
  OIDC_ISSUER: httpUrl.optional(),
};
const outside = {
  DATABASE_URL: url('postgres:', 'postgresql:'),
  TEMPORAL_ADDRESS: z.string().regex(/^(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/),
  SMTP_URL: url('smtp:', 'smtps:'),
  PLATFORM_URL: httpUrl,
  PLATFORM_TOKEN: z.string(),
};

const deskSchema = z.object({
  ...common,
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
  WORKER_ROLE: z.enum(['notice', 'enforcement']).optional(),
});
const seedSchema = z.object({ DATABASE_URL: outside.DATABASE_URL, DESK_DEMO_PEOPLE: z.string().optional() });
const cliSchema = z.object({
  DESK_HOME: common.DESK_HOME,
  DESK_URL: httpUrl.optional(),
  DESK_KEY: z.string().optional(),
});
const doublesSchema = z.object({
  DATABASE_URL: outside.DATABASE_URL,
  PLATFORM_TOKEN: outside.PLATFORM_TOKEN,
  PLATFORM_WEBHOOK_SECRET: webhookSecret,
  PAGER_WEBHOOK_SECRET: webhookSecret,
  DESK_DOUBLES: z.string(),
});

/** The value of each known name: itself, else the content of its `_FILE`, trimmed. Empty text counts as not given. */
function collect(env: Env, problems: string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, fileToo } of ENV_NAMES) {
    const path = fileToo ? env[`${name}_FILE`] : undefined;
    if (env[name]) values[name] = env[name];
    else if (path) readInto(values, { name, path, problems });
  }
  return values;
}

function readInto(
  values: Record<string, string>,
  { name, path, problems }: { name: string; path: string; problems: string[] },
): void {
  try {
    values[name] = readFileSync(path, 'utf8').trim();
  } catch {
    problems.push(`${name}_FILE: expected the path of a readable file, got ${JSON.stringify(path)}.`);
  }
}

/** A misspelt DESK_ name would otherwise be ignored in silence. */
function refuseUnknown(env: Env, problems: string[]): void {
  const known = ENV_NAMES.flatMap(({ name, fileToo }) => (fileToo ? [name, `${name}_FILE`] : [name]));
  for (const name of Object.keys(env)) {
    if (name.startsWith('DESK_') && !known.includes(name)) {
      problems.push(`${name}: no such setting. Did you mean ${nearestName(name, known)}?`);
    }
  }
}

const SECRET = /TOKEN|SECRET|KEY|DATABASE_URL|SMTP_URL/;

function lineFor(name: string, given: string | undefined): string {
  const expects = ENV_NAMES.find((entry) => entry.name === name)?.expects ?? 'another value';
  if (given === undefined) return `${name}: required, expected ${expects}.`;
  // A secret that is wrong is still a secret: it must not reach a terminal or a log.
  return `${name}: expected ${expects}${SECRET.test(name) ? '' : `, got ${JSON.stringify(given)}`}.`;
}

function parse<Schema extends z.ZodType>(schema: Schema, env: Env): z.output<Schema> {
  const problems: string[] = [];
  refuseUnknown(env, problems);
  const values = collect(env, problems);
  const result = schema.safeParse(values);
  if (!result.success) {
    const names = new Set(result.error.issues.map((issue) => String(issue.path[0])));
    for (const name of names) problems.push(lineFor(name, values[name]));
  }
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return result.data;
}

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
    temporalNamespace: values.TEMPORAL_NAMESPACE,
    temporalUiUrl: values.TEMPORAL_UI_URL,
    mailFrom: values.MAIL_FROM,
    pagerWebhookUrl: values.PAGER_WEBHOOK_URL,
    oidcIssuer: values.OIDC_ISSUER,
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
  };
}

/** Parts that are used as a pair or not at all. */
function refuseHalfPairs(values: z.output<typeof deskSchema>): void {
  const problems: string[] = [];
  if (values.PLATFORM_URL && !values.PLATFORM_TOKEN) problems.push(lineFor('PLATFORM_TOKEN', undefined));
  if (values.PLATFORM_URL && !values.PLATFORM_WEBHOOK_SECRET) {
    problems.push(lineFor('PLATFORM_WEBHOOK_SECRET', undefined));
  }
  if (values.PAGER_WEBHOOK_URL && !values.PAGER_WEBHOOK_SECRET) {
    problems.push(lineFor('PAGER_WEBHOOK_SECRET', undefined));
  }
  if (problems.length > 0) throw new ConfigError(problems);
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
    },
    secrets: { ...toSecrets(values), databaseUrl: values.DATABASE_URL },
  });
}

/** Configuration of an API or worker process: database and Temporal must be given. */
export function readProcessConfig(env: Env = process.env) {
  const values = parse(processSchema, env);
  return deepFreeze({
    config: {
      ...toShared(values),
      embedded: values.DESK_EMBEDDED === '1',
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
  return deepFreeze({ databaseUrl: values.DATABASE_URL, demoPeople: values.DESK_DEMO_PEOPLE });
}

/** Where the command line finds its desk. */
export function readCliConfig(env: Env = process.env) {
  const values = parse(cliSchema, env);
  return deepFreeze({ home: values.DESK_HOME, url: values.DESK_URL, key: values.DESK_KEY });
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
