import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { machineEnv } from '../../config/env.js';
import { getLastOutput } from '../../domain/error-parts.js';
import { StartError } from '../start-error.js';
import { findOnPath } from './temporal-binary.js';

const run = promisify(execFile);

/** Release of the Go module go.temporal.io/server. */
const VERSION = '1.32.0';
const PROGRAMS = [
  { path: 'cmd/server', builtAs: 'server', name: 'temporal-server' },
  { path: 'cmd/tools/sql', builtAs: 'sql', name: 'temporal-sql-tool' },
] as const;
/** A build takes five to ten minutes on two cores. */
const BUILD_LIMIT_MS = 60 * 60_000;
const OTHERWISE =
  'Otherwise put your own `temporal-server` on PATH, with `temporal-sql-tool` in the same folder ' +
  `(https://github.com/temporalio/temporal/releases/tag/v${VERSION}).`;

export interface FullBinaries {
  server: string;
  sqlTool: string;
}

export interface FindFull {
  cacheFolder: string;
  say: (text: string) => void;
  signal: AbortSignal;
}

/**
 * Returns the full Temporal server and its schema tool: those on PATH, otherwise cached ones, otherwise built
 * once with Go.
 */
export async function findFullServer({ cacheFolder, say, signal }: FindFull): Promise<FullBinaries> {
  const serverPath = findOnPath('temporal-server');
  if (serverPath !== undefined) return refuseBroken(dirname(serverPath), serverPath);
  const cached = join(cacheFolder, `temporal-server-${VERSION}-${process.platform}-${process.arch}`);
  if (!existsSync(cached)) await build({ target: cached, cacheFolder, say, signal });
  return refuseBroken(cached, join(cached, 'temporal-server'));
}

async function refuseBroken(folder: string, server: string): Promise<FullBinaries> {
  const sqlTool = join(folder, 'temporal-sql-tool');
  for (const program of [server, sqlTool]) {
    const works = await run(program, ['--version'], { timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (!works) throw new StartError(`${program} --version does not work on this machine. ${OTHERWISE}`);
  }
  return { server, sqlTool };
}

/** Go checks each module against its public checksum database. The result appears at its path only when complete. */
async function build({ target, cacheFolder, say, signal }: FindFull & { target: string }) {
  await requireGo();
  say(`  building the Temporal server once: go.temporal.io/server v${VERSION}, 5 to 10 minutes, into ${target}`);
  mkdirSync(cacheFolder, { recursive: true });
  const draft = mkdtempSync(join(cacheFolder, '.temporal-server-'));
  const packages = PROGRAMS.map(({ path }) => `go.temporal.io/server/${path}@v${VERSION}`);
  try {
    await run('go', ['install', '-trimpath', '-ldflags=-s -w', ...packages], {
      cwd: draft,
      env: { ...machineEnv(), GOBIN: draft, CGO_ENABLED: '0' },
      timeout: BUILD_LIMIT_MS,
      maxBuffer: 16 * 1024 * 1024,
      signal,
    });
    for (const { builtAs, name } of PROGRAMS) renameSync(join(draft, builtAs), join(draft, name));
    renameSync(draft, target);
  } catch (error) {
    throw new StartError(`Go could not build the Temporal server. Its output:\n${getLastOutput(error)}\n${OTHERWISE}`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function requireGo(): Promise<void> {
  try {
    await run('go', ['version'], { env: machineEnv(), timeout: 30_000 });
  } catch {
    throw new StartError(
      `Building the full Temporal server needs Go (1.26 or newer, https://go.dev/dl), which was not found. ${OTHERWISE}`,
    );
  }
}
