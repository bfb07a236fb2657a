import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Computes dates outside the workflow and never gets into its bundle (docs/adr/0003). */
const OUTSIDE = /^open-clocks\./;

/**
 * The modules that all workflows of a worker share instead of evaluating them anew: 22 of 90 kB a cached notice. Only
 * `domain/` qualifies: pure functions and constants, which the SDK freezes.
 */
export function sharedModules(domain: URL): string[] {
  return readdirSync(domain)
    .filter((name) => /\.(js|ts)$/.test(name) && !OUTSIDE.test(name))
    .sort()
    .map((name) => fileURLToPath(new URL(name, domain)));
}
