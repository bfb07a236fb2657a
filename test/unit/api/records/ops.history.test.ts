import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
const engine = createDomainEngine();
beforeAll(async () => {
  api = await startDomainApi(engine);
});
afterAll(() => api.close());

const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR);

describe('GET /v1/ops/history', () => {
  const sums = async (query = '', as: 'ops' | 'counsel' = 'ops') => {
    const { items } = (await api.get(`/v1/ops/history${query}`, as)).json() as {
      items: { alerts: number; missed: number }[];
    };
    const sum = (name: 'alerts' | 'missed') => items.reduce((total, item) => total + item[name], 0);
    return [items.length, sum('alerts'), sum('missed')];
  };

  test('counts alerts and missed deadlines of readable notices by hour and day', async () => {
    const before = { hours: await sums(), days: await sums('?by=day') };
    const open = await api.receive();
    const hidden = await api.receive({ secrecy: await api.gagged() });
    for (const { id } of [open, hidden]) {
      await sql`insert into alert (id, key, kind, notice_id, summary, since, resolved_at)
        values (gen_random_uuid(), ${`${id}:x`}, 'clock_missed', ${id}::uuid, 'x', ${hoursAgo(50)}, now()),
          (gen_random_uuid(), ${`${id}:y`}, 'clock_missed', ${id}::uuid, 'x', ${hoursAgo(2)}, null)`.execute(api.db);
      await sql`update clock set state = 'missed', starts_at = ${hoursAgo(9)}, due_at = ${hoursAgo(3)}
        where id = (select id from clock where notice_id = ${id}::uuid and owner = 'us' and form = 'ceiling' limit 1)`.execute(
        api.db,
      );
    }
    const [hours, days] = [await sums(), await sums('?by=day&zone=Asia/Kolkata')];
    expect(hours).toEqual([24, (before.hours[1] ?? 0) + 1, (before.hours[2] ?? 0) + 1]);
    expect(days.slice(0, 2)).toEqual([14, (before.days[1] ?? 0) + 2]);
    expect((await sums('', 'counsel'))[1]).toBeGreaterThan(hours[1] ?? 0);
  });

  test('rejects an unknown unit or zone, and people who read no alerts', async () => {
    expect((await api.get('/v1/ops/history?by=week', 'ops')).statusCode).toBe(422);
    expect((await api.get('/v1/ops/history?zone=IST', 'ops')).statusCode).toBe(422);
    expect((await api.get('/v1/ops/history', 'intake')).statusCode).toBe(403);
  });
});

describe('GET /v1/notices/{id}/steps', () => {
  test('lists what the workflow waits for', async () => {
    const { id } = await api.receive();
    expect((await api.get(`/v1/notices/${id}/steps`, 'ops')).json()).toEqual({ reached: true, items: [] });
    engine.waitFor(id, [
      {
        activity: 'enforce',
        attempt: 5,
        maxAttempts: null,
        isRunning: false,
        lastError: 'PlatformPending',
        startedAt: new Date('2026-12-01T10:00:00Z'),
        nextAt: new Date('2026-12-01T10:01:00Z'),
      },
    ]);
    expect((await api.get(`/v1/notices/${id}/steps`, 'ops')).json().items).toEqual([
      {
        activity: 'enforce',
        attempt: 5,
        maxAttempts: null,
        running: false,
        lastError: 'PlatformPending',
        startedAt: '2026-12-01T10:00:00.000Z',
        nextAt: '2026-12-01T10:01:00.000Z',
      },
    ]);
  });

  test('says so while Temporal does not respond', async () => {
    const { id } = await api.receive();
    engine.silence(id);
    const answer = await api.get(`/v1/notices/${id}/steps`, 'ops');
    expect([answer.statusCode, answer.json()]).toEqual([200, { reached: false, items: [] }]);
  });

  test('is 404 for a notice that the caller cannot read', async () => {
    const { id } = await api.receive({ secrecy: await api.gagged() });
    expect((await api.get(`/v1/notices/${id}/steps`, 'ops')).statusCode).toBe(404);
  });
});
