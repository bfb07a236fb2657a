import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RULEBOOK = new URL('../../../rulebook/', import.meta.url).pathname;

/** Copies the rulebook into a folder without secrecy in any law, which most tests do not need. */
export function copyOpenLaw(): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-open-law-'));
  cpSync(RULEBOOK, folder, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  const regimes = join(folder, 'regimes');
  for (const name of readdirSync(regimes)) {
    const path = join(regimes, name);
    const law = readFileSync(path, 'utf8');
    writeFileSync(path, law.replaceAll(/(secrecy:[^\n]*\n\s+level: )(restricted|gagged)/g, '$1open'));
  }
  return folder;
}
