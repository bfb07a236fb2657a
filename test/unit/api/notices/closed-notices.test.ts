import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pino from 'pino';
import { countForMonitoring } from '../../../../registry/ops/stats.js';
import { backgroundJobs, commandJobs, startJobs } from '../../../../jobs/jobs.js';
import { cloneNotice } from '../../../support/clone-notice.js';
import { startWorld, type World } from '../../../support/two-worlds/world.js';

/** Many more than all open rows that the desk reads in this test. */
const CLOSED = 2_000;
/** Long enough for each job to have begun; stopping waits for jobs in progress. */
const WAIT_MS = 3_000;

const REQUESTED: [as: 'reviewer' | 'approver' | 'counsel' | 'ops' | 'auditor' | 'admin', paths: string[]][] = [
  [
    'reviewer',
    [
      '/v1/notices?limit=20',
      '/v1/notices?limit=20&stage=review',
      '/v1/notices?limit=20&sort=received',
      '/v1/notices?limit=20&open=true',
      '/v1/notices?limit=20&open=true&unassigned=true',
      '/v1/notices?limit=20&overdue=true&open=true',
      '/v1/notices?limit=20&count=true&q=@open',
      '/v1/notices?limit=20&count=true&q=nothing%20like%20it',
      '/v1/stats',
      '/v1/colleagues',
    ],
  ],
  ['approver', ['/v1/notices?limit=20&stage=approval']],
  ['ops', ['/v1/ops/overview', '/v1/ops/alerts', '/v1/ops/reconciler']],
  ['auditor', ['/v1/audit?limit=20', '/v1/outbox?limit=20', '/v1/restrictions?limit=20']],
  ['counsel', ['/v1/retention', '/v1/rulebook/revision']],
];

let world: World;
let closed: string;

beforeAll(async () => {
  world = await startWorld();
  await aLife('@open');
  closed = await aLife('@closed');
  await world.act('counsel', closed, 'close', { reason: 'done', override: true });
  await world.settle(closed);
  await sql`update restriction_support set released_at = now() where notice_id = ${closed}::uuid`.execute(world.api.db);
  await sql`update submission set finished_at = now() where notice_id = ${closed}::uuid and finished_at is null`.execute(
    world.api.db,
  );
  // Forces the plan of a table with millions of rows; a statement without an index reads all rows anyway.
  for (const way of ['seqscan', 'hashjoin', 'mergejoin'])
    await sql.raw(`alter system set enable_${way} = off`).execute(world.api.db);
  await sql`select pg_reload_conf()`.execute(world.api.db);
});
afterAll(() => world.close());

async function aLife(locator: string): Promise<string> {
  const { api, act, settle, jobs } = world;
  const { id } = await api.receive({ regime: 'IN-69A-NORMAL', targets: [{ type: 'account', locator }] });
  await jobs();
  await settle(id);
  await act('reviewer', id, 'claim');
  await act('reviewer', id, 'triage');
  const decision = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'], countries: ['IN'] };
  await act('reviewer', id, 'decide', decision);
  const { submission } = (await act('reviewer', id, 'submit')).json();
  await act('approver', id, 'approve', { submission: submission.number, digest: submission.digest });
  await settle(id);
  return id;
}

async function work(): Promise<void> {
  const { context } = world.api;
  const logger = pino({ level: 'silent' });
  const jobs = startJobs([...commandJobs(context), ...backgroundJobs(context)], { db: context.db, logger });
  await sleep(WAIT_MS);
  await jobs.stop();
  await countForMonitoring(world.api.context.db);
  for (const [as, paths] of REQUESTED)
    for (const path of paths) expect([path, (await world.api.get(path, as)).statusCode]).toEqual([path, 200]);
}

/** Rows that PostgreSQL fetched from each table during some work. */
async function rowsRead(done: () => Promise<void>): Promise<Record<string, number>> {
  const { db } = world.api;
  await sql`vacuum analyze`.execute(db);
  await flush();
  await sql`select pg_stat_reset()`.execute(db);
  await done();
  await flush();
  const { rows } = await sql<{ table: string; rows: number }>`
    select relname as table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_user_tables
    where schemaname = 'public'`.execute(db);
  return Object.fromEntries(rows.map(({ table, rows: read }) => [table, read]));
}

/** A connection reports its statistics when it ends: all others are ended, and their pools open new ones. */
async function flush(): Promise<void> {
  await sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and usename <> current_user`.execute(
    world.api.db,
  );
}

test('jobs, queues and statistics read as many rows with thousands of closed notices as with one', async () => {
  const before = await rowsRead(work);
  await cloneNotice(world.api.url, { id: closed, times: CLOSED });
  const after = await rowsRead(work);
  const grown = Object.entries(after).filter(([table, rows]) => rows - (before[table] ?? 0) > CLOSED / 4);
  expect(grown).toEqual([]);
  expect((await world.api.get('/v1/stats', 'counsel')).json().byStage.closed).toBe(CLOSED + 1);
});

test('search with too many matches to enumerate returns them all, page by page', async () => {
  const { json } = await world.api.get('/v1/notices?count=true&limit=20&q=direction', 'counsel');
  expect(json()).toMatchObject({ total: CLOSED + 2 });
  const next = await world.api.get(`/v1/notices?limit=20&q=direction&cursor=${json().nextCursor}`, 'counsel');
  expect([next.statusCode, next.json().items?.length ?? next.body]).toEqual([200, 20]);
});
