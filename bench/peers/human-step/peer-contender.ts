import { fork } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Pool } from 'undici';
import { inheritedEnv } from '../../../config/env.js';
import { atEnd } from '../../rig/clean-up.js';
import { until } from '../../rig/load.js';
import type { Contender, TakenStep } from './contender.js';
import { PEOPLE } from './registry.js';
import type { PeerWork } from './server.js';
import type { BenchDesk } from '../../rig/desk.js';

const CONNECTIONS = 64;
const TARGETS = 3;

interface PeerProgram {
  name: string;
  leavesOut: string;
  program: 'own' | 'dbos';
}

export const PEER_PROGRAMS: readonly PeerProgram[] = [
  {
    name: 'DBOS 5',
    program: 'dbos',
    leavesOut:
      'letters, reports, audit proofs, encryption, signatures, secrecy, clocks of laws, look-up of targets, enforcement, console',
  },
  {
    name: 'Fastify, pg, cron',
    program: 'own',
    leavesOut: 'the same, and workflows: a crash between two steps of the machine is nobody’s work',
  },
];

/** Starts a peer as a process of its own, on a database of its own of the desk's server. */
export async function startPeer({ name, leavesOut, program }: PeerProgram, desk: BenchDesk): Promise<Contender> {
  const database = await createDatabase(desk.database, `bench_peer_${program}`);
  const platform = { url: desk.platform, token: desk.platformToken, secret: desk.platformWebhookSecret };
  let running = await start(program, { database, platform, isAgain: false });
  const post = async (path: string, key: string, { body, command }: { body: unknown; command: string }) => {
    const { statusCode, body: answer } = await running.pool.request({
      method: 'POST',
      path,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': command },
      body: JSON.stringify(body),
    });
    const read = (await answer.json()) as Record<string, unknown>;
    if (statusCode >= 300) throw new Error(`${name} answered ${statusCode}: ${JSON.stringify(read)}`);
    return read;
  };
  return {
    name,
    leavesOut,
    database,
    parts: ['peer', 'postgres'],
    processes: new RegExp(`^bench-peer-${program}`),
    async receive({ targets = TARGETS, dueAtMs } = {}) {
      const run = randomUUID().slice(0, 8);
      const locators = Array.from({ length: targets }, (_, index) => `@bench_${run}_${index}`);
      const dueAt = dueAtMs === undefined ? null : new Date(dueAtMs).toISOString();
      return String(
        (await post('/notices', PEOPLE.reviewer, { body: { targets: locators, dueAt }, command: randomUUID() }))['id'],
      );
    },
    untilEnforced: (id, withinMs) => untilEnforced({ database, id, withinMs }),
    async take({ id, step, command }) {
      await post(`/notices/${id}/${step}`, step === 'approve' ? PEOPLE.approver : PEOPLE.reviewer, {
        body: {},
        command,
      });
    },
    countRecorded: (commands) => countRecorded(database, commands),
    async kill() {
      running.child.kill('SIGKILL');
      await once(running.child, 'exit');
      await running.pool.destroy();
      running = await start(program, { database, platform, isAgain: true });
    },
  };
}

async function start(program: PeerProgram['program'], work: PeerWork) {
  const child = fork(fileURLToPath(new URL(`./${program}.js`, import.meta.url)), [JSON.stringify(work)], {
    env: { ...inheritedEnv(), NODE_ENV: 'production', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ address }] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`The peer ${program} has ended.`))),
  ])) as [{ address: string }];
  const pool = new Pool(address, { connections: CONNECTIONS });
  atEnd(async () => {
    await pool.close().catch(() => undefined);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  return { child, pool };
}

async function createDatabase(server: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

interface Enforced {
  database: string;
  id: string;
  withinMs: number | undefined;
}

async function untilEnforced({ database, id, withinMs }: Enforced): Promise<void> {
  const db = new pg.Pool({ connectionString: database, max: 1 });
  const left = 'select 1 from target where notice = $1 and applied_at is null limit 1';
  try {
    await until('the order enforced', {
      ask: async () => (await db.query(left, [id])).rowCount,
      holds: (rows) => rows === 0,
      ...(withinMs === undefined ? {} : { withinMs }),
    });
  } finally {
    await db.end();
  }
}

async function countRecorded(database: string, commands: readonly TakenStep[]): Promise<number> {
  const db = new pg.Pool({ connectionString: database, max: 1 });
  const { rowCount } = await db.query('select 1 from audit where command = any ($1::uuid[])', [
    commands.map(({ command }) => command),
  ]);
  await db.end();
  return rowCount ?? 0;
}
