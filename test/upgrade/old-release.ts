import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { machineEnv } from '../../config/env.js';
import { FIRST_ROLLABLE } from './options.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BUILD_LIMIT_MS = 15 * 60_000;

/** A release of the desk as built: where its programs are, and what it says of itself. */
export interface BuiltRelease {
  name: string;
  programs: URL;
  /** Null: of before releases could be rolled. */
  build: string | null;
  discard(): Promise<void>;
}

/** What was built here. */
export function ownRelease(): BuiltRelease {
  return releaseAt('new', ROOT, async () => undefined);
}

/** Builds another release of this repository in a throw-away work tree, with the packages of this one where both ask for the same. */
export async function buildOld(from: string | null): Promise<BuiltRelease & { ref: string }> {
  const ref = from ?? (await newestTag()) ?? FIRST_ROLLABLE;
  const folder = mkdtempSync(join(tmpdir(), 'desk-old-release-'));
  const git = (...args: string[]) => run('git', args, { cwd: ROOT });
  const discard = async () => {
    await git('worktree', 'remove', '--force', folder).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await git('worktree', 'add', '--detach', '--force', folder, ref);
    const lockOf = (root: string) => readFileSync(join(root, 'package-lock.json'), 'utf8');
    if (lockOf(folder) === lockOf(ROOT)) symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const options = { cwd: folder, env: machineEnv(), timeout: BUILD_LIMIT_MS, maxBuffer: 16 * 1024 * 1024 };
    await run(process.execPath, [join('scripts', 'build.mjs')], options);
    return { ...releaseAt('old', folder, discard), ref };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function newestTag(): Promise<string | null> {
  const { stdout } = await run('git', ['tag', '--list', 'v*', '--sort=-version:refname'], { cwd: ROOT });
  return stdout.split('\n')[0]?.trim() || null;
}

function releaseAt(name: string, root: string, discard: () => Promise<void>): BuiltRelease {
  const file = join(root, 'dist', 'release.json');
  const build = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { build: string }).build : null;
  return { name, programs: pathToFileURL(join(root, 'dist', 'programs/')), build, discard };
}
