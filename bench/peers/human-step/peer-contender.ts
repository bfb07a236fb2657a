import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Pool } from 'undici';
import { atEnd } from '../../rig/clean-up.js';
import type { BenchDesk } from '../../rig/desk.js';
import { until } from '../../rig/load.js';
import { type Contender, newLocators, type Recorded, type TakenStep } from './contender.js';
import type { Launch } from './launch.js';
import { createTables, PEOPLE } from './registry.js';

const CONNECTIONS = 64;
const TARGETS = 3;
const ANSWER_WITHIN_MS = 60_000;

export interface PeerProgram {
  /** Also of its database. */
  key: string;
  processes: RegExp;
  launch: Launch;
}

/** Starts a peer as a process of its own, on a database of its own of the desk's server. */
export async function startPeer({ key, processes, launch }: PeerProgram, desk: BenchDesk): Promise<Contender> {
  const database = await createDatabase(desk.database, `bench_peer_${key}`);
  const platform = { url: desk.platform, token: desk.platformToken, secret: desk.platformWebhookSecret };
  const start = async () => {
    const { child, address } = await launch({ database, platform });
    const pool = new Pool(address, {
      connections: CONNECTIONS,
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
    });
    return { child, pool };
  };
  let running = await start();
  const stop = async () => {
    const { child, pool } = running;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await pool.destroy();
  };
  atEnd(stop);
  const post = async (path: string, person: keyof typeof PEOPLE, { body, command }: Sent) => {
    const { statusCode, body: answer } = await running.pool.request({
      method: 'POST',
      path,
      headers: {
        authorization: `Bearer ${PEOPLE[person]}`,
        'content-type': 'application/json',
        'idempotency-key': command,
      },
      body: JSON.stringify(body),
    });
    const read = (await answer.json()) as Record<string, unknown>;
    if (statusCode >= 300) throw new Error(`${path} of ${key} answered ${statusCode}: ${JSON.stringify(read)}`);
    return read;
  };
  return {
    database,
    processes,
    async receive({ locators = newLocators(TARGETS), dueAtMs } = {}) {
      const dueAt = dueAtMs === undefined ? null : new Date(dueAtMs).toISOString();
      const body = { targets: locators, dueAt };
      return String((await post('/notices', 'reviewer', { body, command: randomUUID() }))['id']);
    },
    untilEnforced: (id, withinMs) => untilEnforced({ database, id, withinMs }),
    async take({ id, step, command }) {
      await post(`/notices/${id}/${step}`, step === 'approve' ? 'approver' : 'reviewer', { body: {}, command });
    },
    countRecorded: (commands) => countRecorded(database, commands),
    async kill() {
      await stop();
      running = await start();
    },
    stop,
  };
}

interface Sent {
  body: unknown;
  command: string;
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
  const db = new pg.Pool({ connectionString: url.href, max: 1 });
  await createTables(db);
  await db.end();
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

async function countRecorded(database: string, commands: readonly TakenStep[]): Promise<Recorded> {
  const db = new pg.Pool({ connectionString: database, max: 1 });
  const { rows } = await db.query<{ found: number; repeated: number }>(
    `select count(*) filter (where command = any ($1::uuid[]))::int as found,
       (count(*) - count(distinct (notice, step)))::int as repeated
     from audit where notice = any ($2::uuid[])`,
    [commands.map(({ command }) => command), commands.map(({ id }) => id)],
  );
  await db.end();
  return rows[0] ?? { found: 0, repeated: 0 };
}
