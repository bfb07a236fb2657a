import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { idleEngine, startApi, type ApiHarness } from './api-harness.js';

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
  test('turns 503 with the engine, says since when, and tells nothing of addresses', async () => {
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
      detail: 'Does not answer.',
    });
    expect(part(down.json(), 'registry')).toMatchObject({ state: 'up', since: startedAt });
    expect(down.body).not.toContain('secret');
    nowMs += 60_000;
    engineUp = true;
    expect((await api.get('/readyz', null)).statusCode).toBe(200);
    expect((await api.get('/healthz', null)).json()).toEqual({ status: 'alive' });
  });

  test('a mail server that is away degrades, and the desk stays ready', async () => {
    nowMs += 60_000;
    await sql`insert into attention (id, key, kind, summary) values (gen_random_uuid(), 'm', 'mail_outage', 'x')`.execute(
      api.db,
    );
    const response = await api.get('/readyz', null);
    expect(response.statusCode).toBe(200);
    expect(part(response.json(), 'mail')).toMatchObject({ state: 'degraded' });
  });
});

describe('GET /metrics', () => {
  test('answers on loopback, elsewhere with the token alone', async () => {
    await api.receive();
    await api.get('/v1/notices/not-an-id', 'reviewer');
    const local = await api.get('/metrics', null);
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

  test('a proxy on loopback does not lend its address', async () => {
    const proxied = await api.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(proxied.statusCode).toBe(401);
  });
});

describe('GET /v1/ops/attention', () => {
  test('derives what is stuck and what nobody has taken, under ids that stay', async () => {
    nowMs = Date.now();
    const { id, number } = await api.receive({ receivedAt: new Date(nowMs - 3_500_000).toISOString() });
    await sql`update outbox set done_at = null, created_at = now() - interval '2 minutes' where notice_id = ${id}::uuid`.execute(
      api.db,
    );
    nowMs += 600_000;
    const items = async (query = '') => {
      const page = (await api.get(`/v1/ops/attention${query}`, 'ops')).json();
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
