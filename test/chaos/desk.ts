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
/** A part of the desk has come to work by then, also on a busy machine; a double is small and needs less. */
const AT_WORK_AFTER_SECONDS = { part: 10, double: 4 };

/** The parts that carry the desk's own work. While several of them are down little goes on that a kill could hit. */
export const CORE = ['worker', 'enforcement', 'api', 'postgres'] as const;
/** Every kind of process that can be killed: the other parts of ours, Temporal's server, and the world outside. */
export const VICTIMS = [
  ...CORE,
  'temporal',
  'rounds',
  'watchdog',
  'mail',
  'doubles-mail',
  'doubles-platform',
  'doubles-pager',
  'doubles-issuer',
] as const;
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

export interface StartChaosDesk {
  /** The compiled desk. */
  dist: string;
  /** Every part a process of its own: rounds and doubles too. */
  apart: boolean;
  /** Of a toxiproxy that connections between parts are to lead through. */
  proxy?: string | undefined;
  /** Clocks of our processes that can be set. */
  clocks?: FakedClocks | undefined;
  /** Where the home is to lie, unless in the folder for temporary files. */
  folder?: string | undefined;
  env?: Record<string, string>;
}

/** Starts a desk on a home of its own, without the demo case and without a request limit. */
export async function startChaosDesk({ dist, apart, proxy, clocks, folder, env }: StartChaosDesk): Promise<ChaosDesk> {
  const home = realpathSync(mkdtempSync(join(folder ?? tmpdir(), 'desk-chaos-')));
  const log = openSync(join(home, 'desk.log'), 'a');
  // What is not in it is nowhere: else each sender of a mail would be looked up for minutes where there are no name servers.
  const names = join(home, 'names.json');
  writeFileSync(names, '{}');
  const cli = machineEnv()['TEMPORAL_CLI_PATH'];
  const main = apart ? join('test', 'chaos', 'lab', 'desk-main.js') : join('desk', 'main.js');
  const told = [
    ...(proxy === undefined ? [] : ['--proxy', proxy]),
    ...(clocks === undefined ? [] : ['--clocks', clocks.folder, '--faketime', clocks.library]),
  ];
  const child = spawn(process.execPath, [join(dist, main), ...told], {
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

/** PostgreSQL and Temporal are known by their pid files, the others by their titles; all are children of the supervisor. */
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
        isReady: Number(age) >= AT_WORK_AFTER_SECONDS[victim.startsWith('doubles') ? 'double' : 'part'],
      });
  }
  return found;
}

/** How far a server of PostgreSQL says that it is: `begun` before it says anything, `starting` while it recovers. */
export type PostmasterState = 'begun' | 'starting' | 'ready';
export interface Postmaster {
  pid: number;
  state: PostmasterState;
}

/** PostgreSQL's server as its pid file has it. */
export function readPostmaster(home: string): Postmaster | undefined {
  try {
    return toPostmaster(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** What the text of a pid file says: the server's number in its first line, its state in the eighth. */
export function toPostmaster(text: string): Postmaster {
  const lines = text.split('\n');
  const said = lines[7]?.trim() ?? '';
  const state = said === 'starting' ? 'starting' : said === 'ready' || said === 'standby' ? 'ready' : 'begun';
  return { pid: Number.parseInt(lines[0] ?? '', 10), state };
}
