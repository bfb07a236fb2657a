import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RulebookContent } from './rulebook.js';

/** Where the build stores the compiled built-in rulebook: parsing the YAML costs each process a second. */
export const READY_CONTENT = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/rulebook/content.json' : './content.json', import.meta.url),
);

export interface ReadyContent {
  sha256: string;
  /** Of the content; the release names it (rulebook/shipped-law.ts). */
  digest: string;
  content: RulebookContent;
}

/** Law in YAML, and stored texts. */
export const isRulebookFile = (name: string) => /\.(yaml|txt)$/.test(name);

export function hashRulebook(dir: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter(isRulebookFile).sort())
    hash.update(`\0${name}\0`).update(readFileSync(join(dir, name)));
  return hash.digest('hex');
}

/** Kept, because a process asks several times while it starts, and a build does not change under it. */
let known: ReadyContent | undefined;

/** Returns the build's output for this folder; undefined if its files have changed since, or none was built. */
export function findReadyContent(dir: string): RulebookContent | undefined {
  if (!existsSync(READY_CONTENT) || !existsSync(dir)) return undefined;
  known ??= JSON.parse(readFileSync(READY_CONTENT, 'utf8')) as ReadyContent;
  return known.sha256 === hashRulebook(dir) ? known.content : undefined;
}
