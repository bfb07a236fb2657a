import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { machineEnv } from '../../config/env.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BUILD_LIMIT_MS = 15 * 60_000;
const MIGRATIONS = join('registry', 'migrations');

export interface BuiltRelease {
  name: string;
  programs: URL;
  build: string;
  discard(): Promise<void>;
}

export function ownRelease(): BuiltRelease {
  return releaseAt('new', ROOT, async () => undefined);
}

/**
 * Builds another release of this repository in a throw-away work tree, with the packages of this one where both ask for the
 * same. It gets a version of its own, so that the drill also rolls between two builds of the same commit. Throws if the
 * registry of that release is not one to which this release adds.
 */
export async function buildOld(from: string | null): Promise<BuiltRelease & { ref: string }> {
  const ref = from ?? (await newestTag()) ?? 'HEAD';
  const folder = mkdtempSync(join(tmpdir(), 'desk-old-release-'));
  const git = (...args: string[]) => run('git', args, { cwd: ROOT });
  const discard = async () => {
    await git('worktree', 'remove', '--force', folder).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await git('worktree', 'add', '--detach', '--force', folder, ref);
    requireSameBaseline(folder, ref);
    stampVersion(folder);
    const readLock = (root: string) => readFileSync(join(root, 'package-lock.json'), 'utf8');
    if (readLock(folder) === readLock(ROOT)) await linkPackages(folder);
    const options = { cwd: folder, env: machineEnv(), timeout: BUILD_LIMIT_MS, maxBuffer: 16 * 1024 * 1024 };
    await run(process.execPath, [join('scripts', 'build.mjs')], options);
    return { ...releaseAt('old', folder, discard), ref };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Hard links, because Node resolves a symbolic link and then misses packages beside it. */
async function linkPackages(folder: string): Promise<void> {
  await run('cp', ['-al', join(ROOT, 'node_modules'), join(folder, 'node_modules')]);
}

async function newestTag(): Promise<string | null> {
  const { stdout } = await run('git', ['tag', '--list', 'v*', '--sort=-version:refname'], { cwd: ROOT });
  return stdout.split('\n')[0]?.trim() || null;
}

/** The old release's migrations are the first ones of this release, file by file. */
function requireSameBaseline(folder: string, ref: string): void {
  const read = (root: string, name: string) => readFileSync(join(root, MIGRATIONS, name), 'utf8');
  const own = readdirSync(join(ROOT, MIGRATIONS));
  const differs = readdirSync(join(folder, MIGRATIONS)).find(
    (name) => !own.includes(name) || read(folder, name) !== read(ROOT, name),
  );
  if (differs !== undefined)
    throw new Error(
      `${ref} has another registry than this release (${differs}): name a release with the same baseline.`,
    );
}

function stampVersion(folder: string): void {
  const path = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  writeFileSync(path, JSON.stringify({ ...manifest, version: `${manifest.version}-old` }, null, 2));
}

function releaseAt(name: string, root: string, discard: () => Promise<void>): BuiltRelease {
  const { build } = JSON.parse(readFileSync(join(root, 'dist', 'release.json'), 'utf8')) as { build: string };
  return { name, programs: pathToFileURL(join(root, 'dist', 'programs/')), build, discard };
}
