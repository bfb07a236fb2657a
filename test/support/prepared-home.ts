import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** In the folder of the run, which its end removes. */
const FOLDER = join(tmpdir(), 'desk-prepared');
/** A worker that died while preparing leaves its claim; preparing takes 20 to 60 s. */
const STALE_MS = 300_000;

/**
 * Fills a home with a copy of one that was prepared once per run: a desk that was started, set up and stopped. Creating the
 * databases takes most of a desk's start.
 */
export async function copyPreparedHome(home: string, prepare: (folder: string) => Promise<void>): Promise<void> {
  const ready = join(FOLDER, 'ready');
  while (!existsSync(ready)) {
    if (!claim()) {
      await sleep(200);
      continue;
    }
    try {
      rmSync(join(FOLDER, 'home'), { recursive: true, force: true });
      mkdirSync(join(FOLDER, 'home'));
      await prepare(join(FOLDER, 'home'));
      mkdirSync(ready);
    } finally {
      rmSync(join(FOLDER, 'claim'), { recursive: true, force: true });
    }
  }
  // With owners: run by root, PostgreSQL has an account of its own.
  // `join` would drop the dot, which stands for the content of the folder.
  execFileSync('cp', ['-a', `${join(FOLDER, 'home')}/.`, home]);
}

function claim(): boolean {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, 'claim');
  try {
    mkdirSync(path);
    return true;
  } catch {
    if (existsSync(path) && Date.now() - statSync(path).mtimeMs > STALE_MS)
      rmSync(path, { recursive: true, force: true });
    return false;
  }
}
