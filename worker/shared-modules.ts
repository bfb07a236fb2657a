import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders of `domain/` that no workflow uses: they compute dates (docs/adr/0003) or read documents. */
const OUTSIDE = ['clock-arithmetic', 'open-clocks', 'document'].map((folder) => join('domain', folder, '/'));

/**
 * Lists the modules that all workflows of a worker share instead of evaluating them per workflow. They must keep no
 * workflow state outside their functions; the SDK freezes their exports.
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
