import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inheritedEnv, machineEnv } from '../../config/env.js';
import type { DeskFile } from '../../desk/desk-file.js';

const READY_MS = 180_000;

/** The processes that are killed. Temporal's own server and the doubles stand for the world outside and stay. */
export const VICTIMS = ['worker', 'enforcement', 'api', 'postgres'] as const;
export type Victim = (typeof VICTIMS)[number];

export interface ChaosDesk {
  home: string;
  file: DeskFile;
  /** The process of a part; undefined while it is down. */
  findPid(victim: Victim): number | undefined;
  /** Whether the desk itself, the supervisor, still runs. */
  isUp(): boolean;
  stop(): Promise<void>;
}

/** Starts the desk compiled in `dist` on a home of its own, without the demo case and without a request limit. */
export async function startChaosDesk(dist: string): Promise<ChaosDesk> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'desk-chaos-')));
  const log = openSync(join(home, 'desk.log'), 'a');
  const cli = machineEnv()['TEMPORAL_CLI_PATH'];
  const child = spawn(process.execPath, [join(dist, 'desk', 'main.js')], {
    env: {
      ...inheritedEnv(),
      ...(cli ? { TEMPORAL_CLI_PATH: cli } : {}),
      DESK_HOME: home,
      DESK_PORT: '0',
      DESK_DEMO: 'off',
      DESK_RATE_LIMIT: 'off',
    },
    stdio: ['ignore', log, log],
    detached: true, // a Ctrl-C reaches the run, and it ends the desk
  });
  const isUp = () => child.exitCode === null && child.signalCode === null;
  const stop = async () => {
    if (!isUp()) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  const path = join(home, 'desk.json');
  const until = Date.now() + READY_MS;
  while (!existsSync(path)) {
    if (!isUp() || Date.now() > until) {
      await stop();
      throw new Error(`The desk did not start:\n${readFileSync(join(home, 'desk.log'), 'utf8').slice(-2000)}`);
    }
    await sleep(50);
  }
  const file = JSON.parse(readFileSync(path, 'utf8')) as DeskFile;
  return { home, file, isUp, stop, findPid: (victim) => findPid(victim, { home, supervisor: file.pid }) };
}

/** Removes a home. Only after its desk has stopped. */
export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
}

/** PostgreSQL has a session of its own and is known by its pid file; the others by their titles below the supervisor. */
function findPid(victim: Victim, { home, supervisor }: { home: string; supervisor: number }): number | undefined {
  const children = execFileSync('ps', ['-o', 'pid=,stat=,args=', '--ppid', String(supervisor)], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null && !match[2]?.startsWith('Z'));
  const found = (is: (pid: number, args: string) => boolean) =>
    children.flatMap((match) => (match && is(Number(match[1]), match[3] ?? '') ? [Number(match[1])] : []))[0];
  if (victim !== 'postgres') return found((_, args) => args.startsWith(`notice-desk-${victim}`));
  const path = join(home, 'postgres', 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const server = Number.parseInt(readFileSync(path, 'utf8'), 10);
  return found((pid) => pid === server);
}
