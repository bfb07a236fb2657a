import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedEnv } from '../config/env.js';

/** Returns the download cache shared by all checkouts of this user, or a folder in the desk's home if there is none. */
export function openCacheFolder(home: string): string {
  const xdg = inheritedEnv().XDG_CACHE_HOME;
  for (const parent of [xdg, join(homedir(), '.cache')]) {
    const folder = parent ? join(parent, 'notice-desk') : undefined;
    if (folder && tryMake(folder, 0o755)) return folder;
  }
  const own = join(home, 'cache');
  mkdirSync(own, { recursive: true, mode: 0o755 });
  return own;
}

/**
 * Returns a folder that root owns and every user can reach (the account PostgreSQL runs as cannot read root's own
 * cache). A folder that another user created is not trusted with programs.
 */
export function openSharedFolder(): string {
  for (const folder of ['/var/cache/notice-desk', join(tmpdir(), 'notice-desk-root')]) {
    if (!tryMake(folder, 0o755)) continue;
    const found = lstatSync(folder);
    if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return folder;
  }
  throw new Error('Neither /var/cache nor the temporary folder can hold programs that another account may run.');
}

function tryMake(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
