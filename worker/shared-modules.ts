import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders of `domain/` that no workflow uses: they compute dates (docs/adr/0003) or read papers. */
const OUTSIDE = ['clock-arithmetic', 'open-clocks', 'paper'].map((folder) => join('domain', folder, '/'));

/**
 * The modules that all workflows of a worker share instead of evaluating them anew, and with them what they use of the SDK.
 * Fit for that is what keeps nothing of a workflow outside of its functions; the SDK freezes what they export.
 */
export function sharedModules(root: URL): string[] {
  const folder = fileURLToPath(root);
  return ['domain', 'workflows']
    .flatMap((room) =>
      readdirSync(join(folder, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
    )
    .filter((name) => /\.(js|ts)$/.test(name) && !OUTSIDE.some((outside) => name.startsWith(outside)))
    .sort()
    .map((name) => join(folder, name));
}
