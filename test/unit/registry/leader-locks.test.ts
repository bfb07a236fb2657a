import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase, type Db } from '../../../registry/db.js';
import { openLeaderLocks, LEADER_LOCKS, type LeaderLocks } from '../../../registry/ops/leader-locks.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
let pools: [Db, Db];
let one: LeaderLocks;
let other: LeaderLocks;

beforeAll(async () => {
  postgres = await startThrowAwayPostgres();
  pools = [openDatabase({ url: postgres.url }), openDatabase({ url: postgres.url })];
});
beforeEach(async () => {
  await one?.close();
  await other?.close();
  one = openLeaderLocks(pools[0]);
  other = openLeaderLocks(pools[1]);
});
afterAll(async () => {
  await one.close();
  await other.close();
  await Promise.all(pools.map((pool) => pool.destroy()));
  await postgres.stop();
});

test('gives every background job its own lock number', () => {
  const numbers = Object.values(LEADER_LOCKS);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('gives each background job to the first process that asks, and keeps it there', async () => {
  expect([await one.holds('reconcile'), await one.holds('reconcile')]).toEqual([true, true]);
  expect(await other.holds('reconcile')).toBe(false);
  expect(await other.holds('forecast')).toBe(true);
  expect(await one.holds('forecast')).toBe(false);
});

test('holds the locks of many background jobs on one connection', async () => {
  const held = await Promise.all((['drain', 'keys', 'duties', 'pauses'] as const).map((round) => one.holds(round)));
  expect(held).toEqual([true, true, true, true]);
  const { rows } = await sql<{ pids: number }>`
    select count(distinct pid)::int as pids from pg_locks where locktype = 'advisory'`.execute(pools[1]);
  expect(rows[0]?.pids).toBe(1);
});

test('hands over background jobs immediately when a process stops in order', async () => {
  await one.holds('reconcile');
  await one.close();
  expect(await other.holds('reconcile')).toBe(true);
  expect(await one.holds('reconcile')).toBe(false);
});

test('hands over the background jobs of a killed process, which then no longer claims them', async () => {
  await one.holds('reconcile');
  await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`.execute(pools[1]);
  for (;;) {
    const { rows } = await sql`select from pg_locks where locktype = 'advisory'`.execute(pools[1]);
    if (rows.length === 0) break;
  }
  expect(await other.holds('reconcile')).toBe(true);
  const held = await one.holds('reconcile').catch(() => false);
  expect(held).toBe(false);
  expect(await one.holds('reconcile')).toBe(false);
});
