import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningDesk } from './running-desk.js';

const ROOT = new URL('../../', import.meta.url).pathname;

export interface OtherRelease {
  build: string;
  stop(): Promise<void>;
}

/** Starts both kinds of worker of another release beside a running desk; `poison` changes its workflow code. */
export async function startOtherRelease(
  desk: RunningDesk,
  { build, poison = (code) => code }: { build: string; poison?: (code: string) => string },
): Promise<OtherRelease> {
  const folder = mkdtempSync(join(tmpdir(), 'other-release-'));
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const bundle = join(folder, 'dist/workflow-bundle.js');
  writeFileSync(bundle, poison(readFileSync(bundle, 'utf8')));
  const release = join(folder, 'dist/release.json');
  writeFileSync(release, JSON.stringify({ ...JSON.parse(readFileSync(release, 'utf8')), build }));
  const log = openSync(join(desk.home, `${build}.log`), 'a');
  const children: ChildProcess[] = [];
  for (const part of ['worker', 'enforcement'] as const) {
    const own = readEnvironment(await desk.pidOf(part));
    const { METRICS_LISTEN: _, ...given } = own;
    children.push(
      spawn(process.execPath, [join(folder, 'dist/programs/worker.js')], {
        cwd: folder,
        env: { ...given, DESK_WORKER_VERSIONING: 'pinned' },
        stdio: ['ignore', log, log, 'ipc'],
      }),
    );
  }
  return {
    build,
    async stop() {
      const ended = children.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit'));
      for (const child of children) child.kill('SIGTERM');
      await Promise.all(ended);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The environment of a worker, which has the keys and addresses of the desk. */
function readEnvironment(pid: number | undefined): Record<string, string> {
  const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return Object.fromEntries(lines.filter((line) => line.includes('=')).map((line) => splitAt(line, line.indexOf('='))));
}

const splitAt = (line: string, at: number) => [line.slice(0, at), line.slice(at + 1)] as const;
