import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ENV_NAMES } from './env-names.js';
import { nearestName } from './nearest-name.js';

export type Env = Readonly<Record<string, string | undefined>>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

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

export function lineFor(name: string, given: string | undefined): string {
  const expects = ENV_NAMES.find((entry) => entry.name === name)?.expects ?? 'a different value';
  if (given === undefined) return `${name}: required, expected ${expects}.`;
  // A wrong secret is still a secret: it must not reach a terminal or a log.
  return `${name}: expected ${expects}${SECRET.test(name) ? '' : `, got ${JSON.stringify(given)}`}.`;
}

export function parse<Schema extends z.ZodType>(schema: Schema, env: Env): z.output<Schema> {
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
