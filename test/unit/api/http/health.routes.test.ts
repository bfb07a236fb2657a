import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createWatchOfWatchdog } from '../../../../jobs/watch-the-watchdog.js';
import { raiseAlert, resolveAlert } from '../../../../registry/ops/alerts.js';
import { idleEngine, startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
let engineUp = true;
let nowMs = Date.UTC(2026, 0, 1);

beforeAll(async () => {
  api = await startApi({
    now: () => new Date(nowMs),
    engine: { ...idleEngine, ping: async () => (engineUp ? undefined : Promise.reject(new Error('secret://address'))) },
  });
});
afterAll(() => api.close());

const part = (body: { parts: { name: string }[] }, name: string) => body.parts.find((one) => one.name === name);

describe('GET /readyz', () => {
  test('answers 503 while Temporal is down, says since when, and reveals no address', async () => {
    const up = await api.get('/readyz', null);
    expect(up.json()).toMatchObject({ ready: true });
    const startedAt = new Date(nowMs).toISOString();
    nowMs += 60_000;
    engineUp = false;
    const down = await api.get('/readyz', null);
    expect(down.statusCode).toBe(503);
    expect(part(down.json(), 'engine')).toEqual({
      name: 'engine',
      state: 'down',
      since: new Date(nowMs).toISOString(),
      detail: 'Does not respond.',
    });
    expect(part(down.json(), 'registry')).toMatchObject({ state: 'up', since: startedAt });
    expect(down.body).not.toContain('secret');
    nowMs += 60_000;
    engineUp = true;
    expect((await api.get('/readyz', null)).statusCode).toBe(200);
    expect((await api.get('/healthz', null)).json()).toEqual({ status: 'alive' });
  });

  test('reports a mail outage as degraded, and stays ready', async () => {
    nowMs += 60_000;
    await sql`insert into alert (id, key, kind, summary) values (gen_random_uuid(), 'm', 'mail_outage', 'x')`.execute(
      api.db,
    );
    const response = await api.get('/readyz', null);
    expect(response.statusCode).toBe(200);
    expect(part(response.json(), 'mail')).toMatchObject({ state: 'degraded' });
  });
});

describe('GET /readyz: workers', () => {
  const heartbeat = (queue: string, ago: string) =>
    sql`
    insert into worker_heartbeat (queue, process, started_at, heartbeat_at)
    values (${queue}, gen_random_uuid(), now() - interval '1 hour', now() - ${ago}::interval)`.execute(api.db);
  const workers = async () => {
    nowMs += 60_000;
    const response = await api.get('/readyz', null);
    return { code: response.statusCode, ...part(response.json(), 'workers') };
  };

  test('reports down until a notice worker sends a heartbeat, and stays ready', async () => {
    expect(await workers()).toMatchObject({
      code: 200,
      state: 'down',
      detail: expect.stringContaining('No heartbeat'),
    });
    await heartbeat('enforcement', '1 second');
    expect(await workers()).toMatchObject({ state: 'down' });
  });

  test('reports up with one worker of each kind, and counts only live ones', async () => {
    await heartbeat('notices', '1 second');
    await heartbeat('notices', '3 seconds');
    await heartbeat('notices', '40 seconds');
    expect(await workers()).toMatchObject({
      state: 'up',
      detail: 'Workflow workers: 2. Enforcement workers: 1.',
    });
  });

  test('reports degraded without a platform worker, and down seconds after the last notice heartbeat', async () => {
    await sql`update worker_heartbeat set heartbeat_at = now() - interval '11 seconds' where queue = 'enforcement'`.execute(
      api.db,
    );
    expect(await workers()).toMatchObject({ state: 'degraded', detail: expect.stringContaining('heartbeat 11 s ago') });
    await sql`update worker_heartbeat set heartbeat_at = now() - interval '11 seconds' where queue = 'notices'`.execute(
      api.db,
    );
    expect(await workers()).toMatchObject({ code: 200, state: 'down' });
  });
});

describe('GET /readyz: clocks', () => {
  test('reports degraded if a live process’s clock differs from the registry’s, and names it', async () => {
    const clocks = async () => {
      nowMs += 60_000;
      return part((await api.get('/readyz', null)).json(), 'clocks');
    };
    expect(await clocks()).toMatchObject({ state: 'up', figures: { processes: 0 } });
    await sql`insert into worker_heartbeat (queue, process, started_at, heartbeat_at, apart_ms) values
      ('rounds', gen_random_uuid(), now(), now(), -61000), ('api', gen_random_uuid(), now(), now(), 4000),
      ('worker-gone', gen_random_uuid(), now(), now() - interval '11 seconds', 86400000)`.execute(api.db);
    expect(await clocks()).toMatchObject({
      state: 'degraded',
      detail: "The clock of rounds is 61 s behind the registry's clock.",
      figures: { processes: 1, seconds: 61 },
    });
    await sql`delete from worker_heartbeat where queue in ('rounds', 'api', 'worker-gone')`.execute(api.db);
  });
});

describe('GET /readyz: incoming mail', () => {
  const mailIn = async () => {
    nowMs += 60_000;
    return part((await api.get('/readyz', null)).json(), 'mail-in');
  };

  test('is absent without mail intake, up while it lives, and degraded when silent', async () => {
    expect(await mailIn()).toBeUndefined();
    await sql`insert into worker_heartbeat (queue, process, started_at, heartbeat_at)
      values ('mail-in', gen_random_uuid(), now(), now())`.execute(api.db);
    expect(await mailIn()).toMatchObject({ state: 'up', detail: 'Running mail intake processes: 1.' });
    await sql`update worker_heartbeat set heartbeat_at = now() - interval '20 seconds' where queue = 'mail-in'`.execute(
      api.db,
    );
    expect(await mailIn()).toMatchObject({
      state: 'degraded',
      detail: expect.stringContaining('last heartbeat 20 s ago'),
    });
  });
});

describe('GET /readyz: watchdog', () => {
  const heartbeat = (ago: string, overdue = 0) =>
    sql`
    insert into watchdog (name, started_at, heartbeat_at, overdue)
    values ('watchdog', now() - interval '1 hour', now() - ${ago}::interval, ${overdue})
    on conflict (name) do update set heartbeat_at = excluded.heartbeat_at, overdue = excluded.overdue`.execute(api.db);
  const watchdog = async () => {
    nowMs += 60_000;
    const response = await api.get('/readyz', null);
    return { code: response.statusCode, ...part(response.json(), 'watchdog') };
  };

  test('reports down before its first check, late after half a minute, and down after a minute', async () => {
    expect(await watchdog()).toMatchObject({ code: 200, state: 'down', detail: 'Has never run.' });
    await heartbeat('2 seconds', 7);
    expect(await watchdog()).toMatchObject({ state: 'up', detail: expect.stringContaining('7 clocks are waiting') });
    await heartbeat('2 seconds');
    expect(await watchdog()).toMatchObject({ state: 'up', detail: expect.stringContaining('No clock is waiting') });
    await heartbeat('40 seconds');
    expect(await watchdog()).toMatchObject({ state: 'degraded' });
    await heartbeat('61 seconds');
    expect(await watchdog()).toMatchObject({ code: 200, state: 'down', detail: 'Last check 61 s ago.' });
  });

  test.each(['pager_missing', 'pager_outage'] as const)('reports degraded by its own %s', async (kind) => {
    await heartbeat('1 second');
    await raiseAlert(api.db, { key: `watchdog:${kind}`, kind, noticeId: null, summary: 'x' });
    expect(await watchdog()).toMatchObject({ state: 'degraded', detail: expect.stringContaining('No pager') });
    await resolveAlert(api.db, { key: `watchdog:${kind}` });
    expect(await watchdog()).toMatchObject({ state: 'up' });
  });
});

describe('watchdog monitoring', () => {
  const open = async () => {
    const { rows } = await sql<{ summary: string }>`
      select summary from alert where kind = 'watchdog_silent' and resolved_at is null`.execute(api.db);
    return rows.map(({ summary }) => summary);
  };

  test('alerts ops after a minute without a watchdog check, and resolves at the next one', async () => {
    let machineMs = 0;
    await sql`delete from watchdog`.execute(api.db);
    const watch = createWatchOfWatchdog(() => machineMs);
    machineMs += 59_000;
    await watch(api.db);
    expect(await open()).toEqual([]);
    machineMs += 2_000;
    await watch(api.db);
    await watch(api.db);
    expect(await open()).toEqual([expect.stringContaining('has never run')]);
    await sql`insert into watchdog (name, started_at, heartbeat_at) values ('watchdog', now(), now())`.execute(api.db);
    await watch(api.db);
    expect(await open()).toEqual([]);
    await sql`update watchdog set heartbeat_at = now() - interval '61 seconds'`.execute(api.db);
    await watch(api.db);
    expect(await open()).toEqual([expect.stringContaining('has not run for a minute')]);
  });

  test('allows the watchdog a minute after a full stop', async () => {
    await sql`update alert set resolved_at = now() where resolved_at is null`.execute(api.db);
    await sql`update watchdog set heartbeat_at = now() - interval '8 hours'`.execute(api.db);
    await createWatchOfWatchdog(() => 0)(api.db);
    expect(await open()).toEqual([]);
  });
});

describe('GET /metrics', () => {
  test('answers only with its token, on loopback too if a token is set', async () => {
    await api.receive();
    await api.get('/v1/notices/not-an-id', 'reviewer');
    expect((await api.get('/metrics', null)).statusCode).toBe(401);
    const local = await api.get('/metrics', null, { authorization: 'Bearer scrape-me' });
    expect(local.body).toContain('notice_desk_notices{stage="triage"} 1');
    expect(local.body).toMatch(
      /notice_desk_http_request_duration_seconds_count\{method="GET",route="\/v1\/notices\/:id",status="404"\} 1/,
    );
    expect(local.body).toContain('process_cpu_user_seconds_total');
    const scrape = (headers: Record<string, string>) =>
      api.app.inject({ url: '/metrics', headers, remoteAddress: '203.0.113.7' });
    expect((await scrape({})).statusCode).toBe(401);
    expect((await scrape({ authorization: 'Bearer wrong' })).statusCode).toBe(401);
    expect((await scrape({ 'x-forwarded-for': '127.0.0.1' })).statusCode).toBe(401);
    expect((await scrape({ authorization: 'Bearer scrape-me' })).statusCode).toBe(200);
  });
});

describe('GET /v1/ops/alerts', () => {
  test('derives alerts for stuck outbox rows and unclaimed notices, under stable ids', async () => {
    nowMs = Date.now();
    const { id, number } = await api.receive({ receivedAt: new Date(nowMs - 3_500_000).toISOString() });
    await sql`update outbox set done_at = null, created_at = now() - interval '2 minutes' where notice_id = ${id}::uuid`.execute(
      api.db,
    );
    nowMs += 600_000;
    const items = async (query = '') => {
      const page = (await api.get(`/v1/ops/alerts${query}`, 'ops')).json();
      return page.items.filter((item: { notice: string }) => item.notice === id);
    };
    const first = await items();
    expect(first.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['stuck_outbox', 'unclaimed']);
    expect(await items('?kind=unclaimed')).toEqual([expect.objectContaining({ number, repairs: ['reassign'] })]);
    expect(await items()).toEqual(first);
    expect(first[0].id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await items(`?since=${new Date(nowMs).toISOString()}`)).toEqual([]);
    await sql`update notice set assignee = ${api.people.reviewer.id}::uuid where id = ${id}::uuid`.execute(api.db);
    expect((await items()).map(({ kind }: { kind: string }) => kind)).toEqual(['stuck_outbox']);
  });
});

describe('GET /readyz: figures', () => {
  const readPart = async (name: string) => {
    nowMs += 60_000;
    return part((await api.get('/readyz', null)).json(), name) as unknown as { figures: Record<string, number> };
  };

  test('report response times and used connections', async () => {
    await api.get('/v1/notices', 'reviewer');
    expect((await readPart('api')).figures.p99).toBeGreaterThan(0);
    const { figures } = await readPart('registry');
    expect(figures.ms).toBeGreaterThan(0);
    expect(figures.used).toBeGreaterThan(0);
    expect(figures.max).toBeGreaterThan(figures.used ?? 0);
  });

  test('report a platform outage since when and a bounced letter, and stay ready', async () => {
    expect(await readPart('platform')).toMatchObject({ state: 'up' });
    await raiseAlert(api.db, { key: 'p', kind: 'platform_outage', noticeId: null, summary: 'x' });
    await raiseAlert(api.db, { key: 'b', kind: 'letter_bounced', noticeId: null, summary: 'x' });
    expect(await readPart('platform')).toMatchObject({
      state: 'down',
      figures: { waiting: 1, at: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    expect(await readPart('mail')).toMatchObject({ state: 'degraded', figures: { bounced: 1 } });
    expect((await api.get('/readyz', null)).statusCode).toBe(200);
    await resolveAlert(api.db, { key: ['p', 'b'] });
    expect(await readPart('platform')).toMatchObject({ state: 'up' });
  });

  test('report accepted pages, and a pager that is failing or missing', async () => {
    expect(await readPart('pager')).toMatchObject({ state: 'up', detail: 'No pages sent yet.' });
    const { id } = await api.receive({});
    await sql`insert into staff_message (key, notice_id, channel, subject) values ('page-1', ${id}::uuid, 'page', 's')`.execute(
      api.db,
    );
    expect(await readPart('pager')).toMatchObject({ state: 'up', figures: { accepted: 0 } });
    await sql`update staff_message set accepted_at = now() where key = 'page-1'`.execute(api.db);
    expect(await readPart('pager')).toMatchObject({ state: 'up', figures: { accepted: 1 } });
    for (const kind of ['pager_outage', 'pager_missing'] as const) {
      await raiseAlert(api.db, { key: kind, kind, noticeId: null, summary: 'x' });
      expect(await readPart('pager')).toMatchObject({ state: 'down' });
      await resolveAlert(api.db, { key: kind });
    }
  });
});
