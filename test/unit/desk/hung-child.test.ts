import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findChildren } from '../../../desk/children/process-identity.js';
import type { ChildSpec } from '../../../desk/children/supervised-child.js';
import { createSupervisor, type Supervisor } from '../../../desk/children/supervisor.js';
import { untilHung } from '../../../desk/children/vitals.js';
import { postgresPart } from '../../../desk/desk-parts.js';
import { askPostgres } from '../../../desk/postgres/answers.js';

let folder: string;
let supervisor: Supervisor;
let warnings: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-hung-'));
  warnings = [];
  supervisor = createSupervisor({
    logFolder: folder,
    warn: (text) => warnings.push(text),
    backOff: { firstMs: 20, maxMs: 80, resetAfterMs: 60_000 },
  });
});
afterEach(async () => {
  await supervisor.stop();
  rmSync(folder, { recursive: true });
});

async function until(fact: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !fact(); await sleep(20))
    if (Date.now() > deadline) throw new Error(`it never came; told: ${warnings.join(' | ')}`);
}

const idle = (): ReturnType<ChildSpec['start']> =>
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: ['ignore', 'pipe', 'pipe'] });
const aChild = (over: Partial<ChildSpec>): ChildSpec => ({
  name: 'child',
  start: idle,
  isReady: () => Promise.resolve(true),
  readyWithinMs: 10_000,
  stopSignal: 'SIGKILL',
  stopWithinMs: 2_000,
  ...over,
});

test('a child counts as hung after several silences in a row, not after one between two answers', async () => {
  const quick = { everyMs: 1, hungAfterMs: 0, silences: 3 };
  const heard = [false, false, true, false, false, true, false, false, false];
  let calls = 0;
  const answers = () => Promise.resolve(heard[calls++] ?? true);
  expect(await untilHung({ ...quick, answers }, new AbortController().signal)).toBe(true);
  expect(calls).toBe(heard.length);
});

test('a child does not count as hung before the time is up, however often it was silent', async () => {
  const ended = new AbortController();
  let calls = 0;
  const answers = async () => {
    calls += 1;
    if (calls === 20) ended.abort();
    throw new Error('silent');
  };
  expect(await untilHung({ answers, everyMs: 1, hungAfterMs: 3_600_000, silences: 3 }, ended.signal)).toBe(false);
});

test('an unanswered readiness check takes no longer than the child’s start time', async () => {
  let starts = 0;
  const start = () => {
    starts += 1;
    return idle();
  };
  const mute = aChild({ start, isReady: () => new Promise(() => undefined), readyWithinMs: 100 });
  await expect(supervisor.start([mute])).rejects.toThrow(/child does not start/);
  expect(starts).toBe(3);
});

test('a child that reports that it is starting is awaited beyond its start time', async () => {
  let calls = 0;
  const isReady = async () => {
    calls += 1;
    await sleep(120);
    return calls > 4 ? true : ('coming' as const);
  };
  await supervisor.start([aChild({ isReady, readyWithinMs: 300 })]);
  expect(calls).toBe(5);
});

test('a hung PostgreSQL is killed and restarted with everything that was committed', async () => {
  const { spec, url } = await postgresPart({ home: folder, password: 'password-of-the-test' });
  const vitals = {
    answers: async () => (await askPostgres(url, 400)) !== 'silent',
    everyMs: 100,
    hungAfterMs: 500,
    silences: 3,
  };
  await supervisor.start([{ ...spec, vitals }]);
  const ask = async (text: string): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query(text);
    await client.end();
    return rows;
  };
  await ask('create table kept (n integer); insert into kept values (1)');
  const server = supervisor.pids().get('postgres') ?? 0;
  process.kill(server, 'SIGSTOP');
  const started = findChildren(server);
  expect(started.length).toBeGreaterThan(2);
  for (const { pid } of started) process.kill(pid, 'SIGSTOP');
  await until(() => warnings.some((text) => text.includes('postgres is back')));
  expect(warnings.join('\n')).toContain('postgres no longer responds but has not exited; terminating it');
  expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).toContain('no longer responds');
  expect(await ask('select n from kept')).toEqual([{ n: 1 }]);
}, 90_000);

/** Connections of the asks before end without being awaited, and hold their slots until then. */
async function holdConnection(url: string): Promise<pg.Client> {
  for (const deadline = Date.now() + 60_000; ; await sleep(20)) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

test('a PostgreSQL that refuses a connection does not count as silent', async () => {
  const { spec, url } = await postgresPart({ home: folder, password: 'password-of-the-test', maxConnections: 5 });
  await supervisor.start([spec]);
  expect(await askPostgres(url, 10_000)).toBe('works');
  expect(await askPostgres(url.replace('password-of', 'another-of'), 10_000)).toBe('refuses');
  const held = await Promise.all(Array.from({ length: 5 }, () => holdConnection(url)));
  expect(await askPostgres(url, 10_000)).toBe('refuses');
  await Promise.all(held.map((client) => client.end().catch(() => undefined)));
});
