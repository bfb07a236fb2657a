import { readFileSync } from 'node:fs';
import { distance } from 'fastest-levenshtein';
import type { Form, Settings } from './forms.js';
import { ENV_NAMES, type SettingName } from './settings.js';

export type Env = Readonly<Record<string, string | undefined>>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** Values by name; undefined only where a setting has no default and is not needed. */
export type Values<Table extends Settings, Needed extends keyof Table = never> = {
  readonly [Name in keyof Table]: Table[Name]['is'] extends Form<infer Value>
    ? Table[Name] extends { default: string }
      ? Value
      : Name extends Needed
        ? Value
        : Value | undefined
    : never;
};

/** The texts that an environment gives, by name; each may be in a file that `<NAME>_FILE` names. */
export function collectTexts(env: Env, table: Settings, problems: string[] = []): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, { file }] of Object.entries(table)) {
    const path = file ? env[`${name}_FILE`] : undefined;
    if (env[name]) texts[name] = env[name];
    else if (path) {
      try {
        texts[name] = readFileSync(path, 'utf8').trim();
      } catch {
        problems.push(`${name}_FILE: expected the path of a readable file, got ${JSON.stringify(path)}.`);
      }
    }
  }
  return texts;
}

/** Prefixes that only this product uses. A misspelt or removed name would otherwise be ignored silently. */
const OWN = /^(DESK|LETTER|INBOUND|AUDIT|PAYLOAD)_|^DATABASE_PASSWORD_/;

function listUnknown(env: Env): string[] {
  const known = ENV_NAMES.flatMap(({ name, file }) => (file ? [name, `${name}_FILE`] : [name]));
  return Object.keys(env)
    .filter((name) => OWN.test(name) && !known.includes(name))
    .map((name) => `${name}: no such setting. Did you mean ${findNearest(name, known)}?`);
}

function findNearest(wrong: string, names: readonly string[]): string {
  return names.reduce((nearest, name) => (distance(wrong, name) < distance(wrong, nearest) ? name : nearest));
}

const SECRET = /TOKEN|SECRET|KEY|PASSWORD|DATABASE_URL|SMTP_URL|IMAP_URL|PING_URL/;

export function lineFor(name: SettingName, given?: string): string {
  return describeProblem(name, given);
}

function describeProblem(name: string, given?: string): string {
  const expects = ENV_NAMES.find((entry) => entry.name === name)?.is.expects;
  if (given === undefined) return `${name}: required, expected ${expects}.`;
  // A wrong secret is still a secret: it must not reach a terminal or a log.
  return `${name}: expected ${expects}${SECRET.test(name) ? '' : `, got ${JSON.stringify(given)}`}.`;
}

/** Reads the settings of `table`; throws a `ConfigError` that names everything that is wrong or missing. */
export function readSettings<Table extends Settings, Needed extends keyof Table & SettingName = never>(
  env: Env,
  table: Table,
  needed: readonly Needed[] = [],
): Values<Table, Needed> {
  const problems = listUnknown(env);
  const texts = collectTexts(env, table, problems);
  const values = Object.entries(table).map(([name, setting]) => {
    const text = texts[name] ?? setting.default;
    const read = text === undefined ? undefined : setting.is.schema.safeParse(text);
    if (read?.success === false) problems.push(describeProblem(name, text));
    return [name, read?.data];
  });
  for (const name of needed) if (texts[name] === undefined) problems.push(lineFor(name));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(values);
}

export function deepFreeze<T>(value: T): Readonly<T> {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
