import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { storedTextSchema, type StoredText } from './proof-schema.js';
import { RulebookError } from './rulebook-error.js';

export const TEXTS_FOLDER = 'texts';
const ENDING = '.txt';
/** Front matter in YAML between two `---` lines; the body is everything after the second one. */
const PARTS = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;

export const describeNoText = (name: string) => `there is no file texts/${name}.txt`;

/** Returns the stored texts of law by their path below `texts/`, like `eu/2021-784`. Throws a `RulebookError`. */
export function readTexts(dir: string): ReadonlyMap<string, StoredText> {
  const folder = join(dir, TEXTS_FOLDER);
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ENDING));
  return new Map(names.sort().map((name) => [name.slice(0, -ENDING.length), readText(join(folder, name))]));
}

function readText(file: string): StoredText {
  const blame = (cure: string, path = '') => new RulebookError({ file, line: 1, path, cure });
  const [, front, body] = PARTS.exec(readFileSync(file, 'utf8')) ?? [];
  if (front === undefined || body === undefined) throw blame('must begin with its source between two lines ---');
  const parsed = storedTextSchema.safeParse(parseFront(front, blame));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw blame(issue?.message ?? 'does not fit the schema', issue?.path.map(String).join('.'));
  }
  const sha256 = createHash('sha256').update(body).digest('hex');
  if (sha256 !== parsed.data.sha256)
    throw blame(`the words have the SHA-256 ${sha256}: restore them, or state it if the new words were read`, 'sha256');
  return { ...parsed.data, body };
}

function parseFront(front: string, blame: (cure: string) => RulebookError): unknown {
  try {
    return parse(front);
  } catch {
    throw blame('the lines between the two --- are not YAML');
  }
}
