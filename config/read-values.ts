import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { EnvName } from './env-name.js';
import { ENV_NAMES } from './env-names.js';
import { nearestName } from './nearest-name.js';
import { mergeShapes, type PlatformSettings, type PlatformValues } from './platform-settings.js';

export type Env = Readonly<Record<string, string | undefined>>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** Every variable of the desk, with those of these kinds of platforms. */
export function listNames(platforms: readonly PlatformSettings[]): EnvName[] {
  const kinds = ['port', ...platforms.map(({ kind }) => kind)].map((kind) => `\`${kind}\``);
  const expects = kinds.join(', ').replace(/, (?=[^,]*$)/, ' or ');
  const own = ENV_NAMES.map((entry) => (entry.name === 'PLATFORM_KIND' ? { ...entry, expects } : entry));
  return [...own, ...platforms.flatMap(({ names }) => names)];
}

function collect(env: Env, problems: string[], names: readonly EnvName[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, fileToo } of names) {
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

/** A misspelt `DESK_` name would otherwise be ignored silently. */
function refuseUnknown(env: Env, problems: string[]): void {
  const known = ENV_NAMES.flatMap(({ name, fileToo }) => (fileToo ? [name, `${name}_FILE`] : [name]));
  for (const name of Object.keys(env)) {
    if (name.startsWith('DESK_') && !known.includes(name)) {
      problems.push(`${name}: no such setting. Did you mean ${nearestName(name, known)}?`);
    }
  }
}

const SECRET = /TOKEN|SECRET|KEY|PASSWORD|DATABASE_URL|SMTP_URL|IMAP_URL|PING_URL/;

export function lineFor(name: string, given: string | undefined, platforms: readonly PlatformSettings[] = []): string {
  const expects = listNames(platforms).find((entry) => entry.name === name)?.expects ?? 'a different value';
  if (given === undefined) return `${name}: required, expected ${expects}.`;
  // A wrong secret is still a secret: it must not reach a terminal or a log.
  return `${name}: expected ${expects}${SECRET.test(name) ? '' : `, got ${JSON.stringify(given)}`}.`;
}

export function parse<Schema extends z.ZodType>(schema: Schema, env: Env): z.output<Schema> {
  return parseWithPlatforms(schema, env, []).values;
}

/** Also checks the values of these kinds of platforms, which it returns apart; undefined if none is given. */
export function parseWithPlatforms<Schema extends z.ZodType>(
  schema: Schema,
  env: Env,
  platforms: readonly PlatformSettings[],
): { values: z.output<Schema>; platformValues: PlatformValues | undefined } {
  const problems: string[] = [];
  refuseUnknown(env, problems);
  const given = collect(env, problems, listNames(platforms));
  const result = schema.safeParse(given);
  const ofPlatforms = mergeShapes(platforms).safeParse(given);
  const issues = [result, ofPlatforms].flatMap(({ error }) => error?.issues ?? []);
  for (const name of new Set(issues.map(({ path }) => String(path[0]))))
    problems.push(lineFor(name, given[name], platforms));
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  const values = Object.entries(ofPlatforms.data ?? {});
  return { values: result.data, platformValues: values.length === 0 ? undefined : Object.fromEntries(values) };
}
