import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RulebookContent } from './rulebook.js';

/** Where the build puts what it made of the folder that comes with the program: reading the YAML again takes each process a second. */
export const READY_CONTENT = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/rulebook/content.json' : './content.json', import.meta.url),
);

export interface ReadyContent {
  /** Of the files that it was made of. */
  sha256: string;
  content: RulebookContent;
}

/** Names and bytes of the YAML files of a rulebook. */
export function hashRulebook(dir: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((one) => one.endsWith('.yaml')).sort())
    hash.update(`\0${name}\0`).update(readFileSync(join(dir, name)));
  return hash.digest('hex');
}

/** What the build made of this folder; undefined where its files have changed since, or nothing was made. */
export function findReadyContent(dir: string): RulebookContent | undefined {
  if (!existsSync(READY_CONTENT) || !existsSync(dir)) return undefined;
  const ready: ReadyContent = JSON.parse(readFileSync(READY_CONTENT, 'utf8'));
  return ready.sha256 === hashRulebook(dir) ? ready.content : undefined;
}
