import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsFiles } from '../../desk/temporal/server-tls.js';
import { eventually } from './eventually.js';
import { copyPreparedHome } from './prepared-home.js';
import { copyOpenLaw } from './law/open-law.js';
import { setTimeout as sleep } from 'node:timers/promises';

export type DemoRole =
  | 'intake'
  | 'reviewer'
  | 'reviewer2'
  | 'approver'
  | 'approver2'
  | 'counsel'
  | 'ops'
  | 'auditor'
  | 'admin';

export interface RunningDeskFile {
  pid: number;
  api: string;
  database: string;
  inbound: string;
  metrics: string[];
  platform: string;
  platformToken: string;
  temporal: { address: string; namespace: string; ui: string; tls?: TlsFiles };
  keys: Record<DemoRole, string>;
}

export interface DeskAnswer {
  status: number;
  body: any; // oxlint-disable-line typescript/no-explicit-any -- tests look at whatever came
  headers: Headers;
}

export interface RunningDesk {
  home: string;
  file(): RunningDeskFile;
  /** The registry as its superuser: to read and change what no process of the desk can. */
  adminDatabase(): string;
  /** Calls the API as one of the demo people; `null` sends no credentials. */
  call(
    role: DemoRole | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<DeskAnswer>;
  platform(path: string, body: unknown): Promise<DeskAnswer>;
  cli(...args: string[]): Promise<{ code: number | null; out: string; err: string }>;
  /** Starts it, once with these settings instead. */
  start(settings?: Record<string, string>): Promise<void>;
  /** Sends SIGTERM to the supervisor; returns its exit code. */
  stop(): Promise<number | null>;
  /** The pid of one part, as `worker`; undefined while it does not run. */
  pidOf(part: 'api' | 'worker' | 'enforcement' | 'watchdog' | 'mail'): Promise<number | undefined>;
  killAll(): Promise<void>;
  discard(): Promise<void>;
}

const ROOT = new URL('../../', import.meta.url).pathname;
const READY_MS = 400_000;

/** Starts a desk under the open law, or under the law of the release if `DESK_RULEBOOK` is empty. */
export async function startDesk(env: Record<string, string> = {}): Promise<RunningDesk> {
  const home = mkdtempSync(join(tmpdir(), 'desk-e2e-'));
  if (env['DESK_RULEBOOK'] !== '') await copyPreparedHome(home, prepareHome);
  const desk = createDesk(home, env);
  await desk.start();
  return desk;
}

/** People approve the folder without passkeys, and before a demo case could be loaded under the law of the release. */
async function prepareHome(home: string): Promise<void> {
  const desk = createDesk(home, {});
  await desk.start();
  await approveFolder(desk);
  const code = await desk.stop();
  if (code !== 0) throw new Error(`The prepared desk ended with ${code}.`);
  rmSync(join(home, 'desk.json'), { force: true });
}

/** A fresh desk takes the law of its release; two people approve that of its folder. */
async function approveFolder(desk: RunningDesk): Promise<void> {
  const isProposed = ({ state }: { state: string }) => state === 'proposed';
  const { body } = await eventually(
    () => desk.call('counsel', 'GET', '/v1/rulebook/editions'),
    (answer) => answer.status === 200 && answer.body.items.some(isProposed),
  );
  const { digest, edition } = body.items.find(isProposed);
  for (const role of ['counsel', 'admin'] as const) {
    const { status } = await desk.call(role, 'POST', `/v1/rulebook/editions/${digest}/approve`, {});
    if (status !== 200) throw new Error(`The law of the folder was not approved by ${role}: ${status}.`);
  }
  await eventually(
    () => desk.call(null, 'GET', '/readyz'),
    (answer) =>
      answer.body.parts.find(({ name }: { name: string }) => name === 'rulebook')?.figures?.edition === edition,
  );
}

function createDesk(home: string, env: Record<string, string>): RunningDesk {
  let child: ChildProcess | null = null;
  const path = join(home, 'desk.json');
  const file = () => JSON.parse(readFileSync(path, 'utf8')) as RunningDeskFile;
  const environment = {
    ...process.env,
    DESK_HOME: home,
    DESK_PORT: '0',
    DESK_DEMO: 'off',
    DESK_RATE_LIMIT: 'off',
    DESK_RULEBOOK: copyOpenLaw(),
    NODE_OPTIONS: '',
    ...env,
  };

  return {
    home,
    file,
    adminDatabase: () => buildAdminUrl(home, file().database),
    async call(role, method, route, body, headers = {}) {
      const { api, keys } = file();
      const response = await fetch(`${api}${route}`, {
        method,
        headers: {
          ...(role === null ? {} : { authorization: `Bearer ${keys[role]}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body) }),
      });
      return toAnswer(response);
    },
    async platform(route, body) {
      const { platform, platformToken } = file();
      const response = await fetch(`${platform}${route}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${platformToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return toAnswer(response);
    },
    cli: (...args) => run(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...args], environment),
    async start(settings = {}) {
      const log = openSync(join(home, 'desk.log'), 'a');
      const started = spawn(process.execPath, [join(ROOT, 'dist/desk/main.js')], {
        env: { ...environment, ...settings },
        stdio: ['ignore', log, log],
        detached: true,
      });
      child = started;
      const until = Date.now() + READY_MS;
      while (!existsSync(path) || file().pid !== started.pid) {
        if (started.exitCode !== null || Date.now() > until) {
          throw new Error(`The desk did not start:\n${readFileSync(join(home, 'desk.log'), 'utf8').slice(-4000)}`);
        }
        await sleep(50);
      }
    },
    async stop() {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
      const ended = new Promise<number | null>((resolve) => child?.once('exit', resolve));
      child.kill('SIGTERM');
      return ended;
    },
    async pidOf(part) {
      const { out } = await run('ps', ['-o', 'pid=,args=', '--ppid', String(file().pid)], process.env);
      const row = out
        .split('\n')
        .find((line) => line.includes(`notice-desk-${part}`) || line.includes(`programs/${part}.js`));
      return row === undefined ? undefined : Number.parseInt(row, 10);
    },
    async killAll() {
      const pids = await listProcesses(home, child?.pid);
      for (const pid of pids) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // it ended by itself
        }
      }
      await sleep(300);
    },
    async discard() {
      await this.stop();
      await this.killAll();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function buildAdminUrl(home: string, database: string): string {
  const { databasePassword } = JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as {
    databasePassword: string;
  };
  const url = new URL(database);
  url.username = 'desk';
  url.password = databasePassword;
  return url.href;
}

async function toAnswer(response: Response): Promise<DeskAnswer> {
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
}

/**
 * The supervisor's process tree and all other processes on this home (PostgreSQL and Temporal have their own sessions).
 */
async function listProcesses(home: string, pid: number | undefined): Promise<number[]> {
  const { out } = await run('ps', ['-eo', 'pid=,ppid=,args='], process.env);
  const rows = out
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null);
  const found = new Set<number>(pid === undefined ? [] : [pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [, one, parent, args] of rows) {
      const child = Number(one);
      if (found.has(child) || child === process.pid) continue;
      if (found.has(Number(parent)) || (args ?? '').includes(home)) {
        found.add(child);
        grown = true;
      }
    }
  }
  return [...found];
}

function run(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
