import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inheritedEnv, machineEnv } from '../../config/env.js';
import { readIdentity } from '../../desk/children/process-identity.js';
import type { DeskFile } from '../../desk/desk-file.js';
import type { FakedClocks } from './lab/faked-time.js';

const READY_MS = 180_000;
/** By then a part is working, also on a busy machine; a simulator is small and needs less. */
const AT_WORK_AFTER_SECONDS = { part: 10, simulator: 4 };

/** The parts that carry the desk's own work. While several are down, a kill would hit little work. */
export const CORE = ['worker', 'enforcement', 'api', 'postgres'] as const;
export const VICTIMS = [
  ...CORE,
  'temporal',
  'jobs',
  'watchdog',
  'mail',
  'simulators-mail',
  'simulators-platform',
  'simulators-pager',
  'simulators-issuer',
] as const;
export type Victim = (typeof VICTIMS)[number];

export interface LiveProcess {
  pid: number;
  /** Whether it has run long enough to be working. */
  isReady: boolean;
}

export interface ChaosDesk {
  home: string;
  file: DeskFile;
  findVictims(): Map<Victim, LiveProcess>;
  isUp(): boolean;
  stop(): Promise<void>;
}

export interface StartChaosDesk {
  dist: string;
  /** Each part in its own process, background jobs and simulators included. */
  apart: boolean;
  proxy?: string | undefined;
  clocks?: FakedClocks | undefined;
  folder?: string | undefined;
  env?: Record<string, string>;
}

/** Starts a desk on its own home, without the demo case and without a request limit. */
export async function startChaosDesk({ dist, apart, proxy, clocks, folder, env }: StartChaosDesk): Promise<ChaosDesk> {
  const home = realpathSync(mkdtempSync(join(folder ?? tmpdir(), 'desk-chaos-')));
  const log = openSync(join(home, 'desk.log'), 'a');
  // Names not in this file do not exist: otherwise each mail sender would be looked up for minutes where there are no
  // name servers.
  const names = join(home, 'names.json');
  writeFileSync(names, '{}');
  const cli = machineEnv()['TEMPORAL_CLI_PATH'];
  const main = apart ? join('test', 'chaos', 'lab', 'desk-main.js') : join('desk', 'main.js');
  const options = [
    ...(proxy === undefined ? [] : ['--proxy', proxy]),
    ...(clocks === undefined ? [] : ['--clocks', clocks.folder, '--faketime', clocks.library]),
  ];
  const child = spawn(process.execPath, [join(dist, main), ...options], {
    env: {
      ...inheritedEnv(),
      ...(cli ? { TEMPORAL_CLI_PATH: cli } : {}),
      DESK_HOME: home,
      DESK_PORT: '0',
      DESK_DEMO: 'off',
      DESK_RATE_LIMIT: 'off',
      MAIL_DNS_FILE: names,
      ...env,
    },
    stdio: ['ignore', log, log],
    detached: true, // Ctrl-C then reaches only the run, and it ends the desk
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

export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
}

/**
 * PostgreSQL and Temporal are found by their pid files, the others by their process titles; all are children of the
 * supervisor.
 */
function findVictims({ home, supervisor }: { home: string; supervisor: number }): Map<Victim, LiveProcess> {
  const found = new Map<Victim, LiveProcess>();
  const postgres = readPostmaster(home)?.pid;
  const temporal = readIdentity(join(home, 'temporal.pid'))?.pid;
  for (const line of execFileSync('ps', ['-o', 'pid=,etimes=,stat=,args=', '--ppid', String(supervisor)], {
    encoding: 'utf8',
  }).split('\n')) {
    const [, pid, age, stat, args = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    const title = /^notice-desk-([a-z-]+)/.exec(args)?.[1];
    const name = Number(pid) === postgres ? 'postgres' : Number(pid) === temporal ? 'temporal' : title;
    const victim = VICTIMS.find((one) => one === name);
    if (victim !== undefined && !stat?.startsWith('Z'))
      found.set(victim, {
        pid: Number(pid),
        isReady: Number(age) >= AT_WORK_AFTER_SECONDS[victim.startsWith('simulators') ? 'simulator' : 'part'],
      });
  }
  return found;
}

/** State of a PostgreSQL server: `begun` before it reports anything, `starting` while it recovers. */
export type PostmasterState = 'begun' | 'starting' | 'ready';
export interface Postmaster {
  pid: number;
  state: PostmasterState;
}

export function readPostmaster(home: string): Postmaster | undefined {
  try {
    return toPostmaster(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Parses a pid file: the server's pid is in its first line, its state in the eighth. */
export function toPostmaster(text: string): Postmaster {
  const lines = text.split('\n');
  const said = lines[7]?.trim() ?? '';
  const state = said === 'starting' ? 'starting' : said === 'ready' || said === 'standby' ? 'ready' : 'begun';
  return { pid: Number.parseInt(lines[0] ?? '', 10), state };
}
