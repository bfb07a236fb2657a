import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, type Db } from '../../../registry/db.js';
import { migrate } from '../../../registry/migrate.js';
import { countLivingWorkers } from '../../../registry/ops/worker-heartbeats.js';
import { eventually } from '../../support/eventually.js';
import { startHeartbeats } from '../../../worker/heartbeats.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
let db: Db;
beforeAll(async () => {
  postgres = await startThrowAwayPostgres();
  db = openDatabase({ url: postgres.url });
  await migrate(db);
});
afterAll(async () => {
  await db.destroy();
  await postgres.stop();
});

const logger = { warn: () => undefined };
const livingAt = async (wanted: number) => {
  const [queue] = await eventually(
    () => countLivingWorkers(db),
    ([found]) => (found?.living ?? 0) === wanted,
  );
  return queue;
};

test('counts a running worker as alive immediately, and no longer once it has stopped in order', async () => {
  const heartbeats = startHeartbeats({
    db,
    queue: 'notices',
    build: '0.1.0-aa',
    worker: { getState: () => 'RUNNING' },
    logger,
  });
  expect(await livingAt(1)).toMatchObject({ queue: 'notices', living: 1 });
  await heartbeats.stop();
  expect(await countLivingWorkers(db)).toEqual([]);
});

test('sends no heartbeat for a worker that takes no work', async () => {
  const heartbeats = startHeartbeats({
    db,
    queue: 'notices',
    build: '0.1.0-aa',
    worker: { getState: () => 'DRAINING' },
    logger,
  });
  await sleep(200);
  expect(await countLivingWorkers(db)).toEqual([]);
  await heartbeats.stop();
});

test('reports a dead worker as last heard for a day, and then forgets it', async () => {
  const leave = (ago: string) =>
    sql`
    insert into worker_heartbeat (queue, process, started_at, heartbeat_at)
    values ('enforcement', gen_random_uuid(), now() - interval '3 days', now() - ${ago}::interval)`.execute(db);
  await leave('20 seconds');
  expect(await countLivingWorkers(db)).toEqual([
    { queue: 'enforcement', living: 0, heardSecondsAgo: expect.closeTo(20, 0) },
  ]);
  await sql`update worker_heartbeat set heartbeat_at = now() - interval '25 hours'`.execute(db);
  const heartbeats = startHeartbeats({
    db,
    queue: 'notices',
    build: '0.1.0-aa',
    worker: { getState: () => 'RUNNING' },
    logger,
  });
  await livingAt(1);
  expect((await countLivingWorkers(db)).map(({ queue }) => queue)).toEqual(['notices']);
  await heartbeats.stop();
});

test('keeps sending heartbeats without a crash, and logs a warning, if the registry does not answer', async () => {
  const away = openDatabase({ url: 'postgres://desk@127.0.0.1:1/desk' });
  const warnings: string[] = [];
  const heartbeats = startHeartbeats({
    db: away,
    queue: 'notices',
    build: '0.1.0-aa',
    worker: { getState: () => 'RUNNING' },
    logger: { warn: (message) => warnings.push(message) },
  });
  await sleep(50);
  await heartbeats.stop();
  await away.destroy();
  expect(warnings.length).toBeGreaterThan(0);
});
