import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders of `domain/` that no workflow uses: they compute dates (docs/adr/0003) or read papers. */
const OUTSIDE = ['clock-arithmetic', 'open-clocks', 'paper'];

/**
 * The modules that all workflows of a worker share instead of evaluating them anew: 22 of 90 kB a cached notice. Only
 * `domain/` qualifies: pure functions and constants, which the SDK freezes.
 */
export function sharedModules(domain: URL): string[] {
  const folder = fileURLToPath(domain);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|ts)$/.test(name) && !OUTSIDE.some((outside) => name.startsWith(join(outside, '/'))))
    .sort()
    .map((name) => join(folder, name));
}
