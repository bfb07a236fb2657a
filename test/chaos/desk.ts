import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inheritedEnv, machineEnv } from '../../config/env.js';
import type { DeskFile } from '../../desk/desk-file.js';

const READY_MS = 180_000;
/** A part of the desk has come to work by then, also on a busy machine. */
const AT_WORK_AFTER_SECONDS = 10;

/** The processes that are killed. Temporal's own server and the doubles stand for the world outside and stay. */
export const VICTIMS = ['worker', 'enforcement', 'api', 'postgres'] as const;
export type Victim = (typeof VICTIMS)[number];

export interface LiveProcess {
  pid: number;
  /** Whether it is old enough to have come to work. */
  isReady: boolean;
}

export interface ChaosDesk {
  home: string;
  file: DeskFile;
  /** The processes of the parts; one that is down is missing. */
  findVictims(): Map<Victim, LiveProcess>;
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
  return { home, file, isUp, stop, findVictims: () => findVictims({ home, supervisor: file.pid }) };
}

/** Removes a home. Only after its desk has stopped. */
export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
}

/** PostgreSQL is known by its pid file, the others by their titles; all are children of the supervisor. */
function findVictims({ home, supervisor }: { home: string; supervisor: number }): Map<Victim, LiveProcess> {
  const found = new Map<Victim, LiveProcess>();
  const path = join(home, 'postgres', 'postmaster.pid');
  const server = existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : undefined;
  for (const line of execFileSync('ps', ['-o', 'pid=,etimes=,stat=,args=', '--ppid', String(supervisor)], {
    encoding: 'utf8',
  }).split('\n')) {
    const [, pid, age, stat, args = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    const title = /^notice-desk-(worker|enforcement|api)\b/.exec(args)?.[1];
    const victim = Number(pid) === server ? 'postgres' : VICTIMS.find((one) => one === title);
    if (victim !== undefined && !stat?.startsWith('Z'))
      found.set(victim, { pid: Number(pid), isReady: Number(age) >= AT_WORK_AFTER_SECONDS });
  }
  return found;
}
