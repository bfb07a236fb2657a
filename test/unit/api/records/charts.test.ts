import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { insertEnforced } from '../../../support/enforced-notice.js';

let api: ApiHarness;
let sworn: HarnessPerson;
let order: { id: string; number: string };
let followUp: { id: string; number: string };
let secret: { id: string; number: string };

const HIDDEN = ['insider', 'of the secret'];

beforeAll(async () => {
  api = await startApi();
  sworn = await api.addPerson('Sworn', ['reviewer']);
  order = await insertEnforced(api, { count: 4, failed: [4] });
  followUp = await insertEnforced(api, {
    count: 2,
    patch: { kind: 'amendment', relatesTo: [{ notice: order.id, as: 'amends' }] },
  });
  secret = await insertEnforced(api, {
    count: 5,
    patch: {
      subject: HIDDEN[0],
      secrecy: { level: 'restricted', people: [sworn.id] },
      relatesTo: [{ notice: followUp.id, as: 'follows' }],
    },
  });
  for (const [notice, by, changed] of [
    [order.id, api.people.reviewer.id, 4],
    [secret.id, sworn.id, 500],
  ] as const)
    await sql`insert into draft_batch (notice_id, number, kind, by, at, changed)
      values (${notice}::uuid, 1, 'decide', ${by}::uuid, now() - interval '1 day', ${changed})`.execute(api.db);
});
afterAll(() => api.close());

const get = async (url: string, as: Parameters<ApiHarness['get']>[1] = 'reviewer') => {
  const answer = await api.get(url, as);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
};
const sum = (rows: Record<string, number>[], name: string) => rows.reduce((all, row) => all + (row[name] ?? 0), 0);

describe('GET /v1/reports/dashboard', () => {
  test('adds up to the ledger', async () => {
    const { flow, hours } = await get('/v1/reports/dashboard');
    const { rows } = await sql<{ count: number }>`
      select sum(ledger_count.count)::int as count from ledger_count join notice on notice.id = notice_id
      where secrecy_level = 'open'`.execute(api.db);
    expect(flow.requested).toBe(rows[0]?.count);
    expect(flow.rows).toEqual([{ decided: 'withheld', inForce: 5, restored: 0, answered: 0, failed: 1, open: 0 }]);
    expect(sum(hours, 'arrived')).toBe(2);
  });

  test('counts orders without what follows them', async () => {
    const { authorities } = await get('/v1/reports/dashboard');
    expect(authorities).toMatchObject([{ authority: 'in-meity', orders: 1, targets: 4, refused: 0 }]);
  });

  test('gives a reader the figures without a secret notice, its people and their work', async () => {
    const [outside, inside] = [await get('/v1/reports/dashboard'), await get('/v1/reports/dashboard', sworn)];
    expect(inside.flow.requested - outside.flow.requested).toBe(5);
    expect(sum(inside.hours, 'arrived') - sum(outside.hours, 'arrived')).toBe(1);
    expect(sum(inside.hours, 'people')).toBeGreaterThan(sum(outside.hours, 'people'));
    expect(outside.load.perPersonHour).toBeNull();
    expect(inside.load.perPersonHour).toBe(252);
  });

  test('rejects a zone that does not exist and a caller who may read no facts', async () => {
    expect((await api.get('/v1/reports/dashboard?zone=Mars/Olympus', 'reviewer')).statusCode).toBe(422);
    expect((await api.get('/v1/reports/dashboard?weeks=0', 'reviewer')).statusCode).toBe(422);
    expect((await api.get('/v1/reports/dashboard', 'intake')).statusCode).toBe(403);
  });
});

describe('GET /v1/reports/scorecard', () => {
  test('scores the orders that the reader may read', async () => {
    const outside = await get('/v1/reports/scorecard?authority=in-meity');
    expect(outside).toMatchObject({ orders: 1, refused: { count: 0, of: 4 }, withdrawn: { count: 0, of: 1 } });
    expect(outside.secret).toBe(0);
    expect(await get('/v1/reports/scorecard?authority=in-meity', sworn)).toMatchObject({ orders: 2, secret: 1 });
  });

  test('counts what the authority must answer, and its deadlines', async () => {
    await sql`update notice set checklist = '{"signature": "missing"}', authenticity = 'signer_verified'
      where id = ${order.id}::uuid`.execute(api.db);
    const card = await get('/v1/reports/scorecard?authority=in-meity');
    expect(card).toMatchObject({ complete: { count: 0, of: 1 }, verified: { count: 1, of: 1 } });
  });

  test('is a sheet to export, and unknown for an authority that is not in the directory', async () => {
    const { body, headers } = await api.get('/v1/reports/scorecard?authority=in-meity&format=csv', 'reviewer');
    expect(headers['content-disposition']).toContain('scorecard-');
    expect(body).toContain('orders,1');
    expect((await api.get('/v1/reports/scorecard?authority=nobody', 'reviewer')).statusCode).toBe(404);
  });
});

describe('GET /v1/notices/{id}/series', () => {
  test('follows links over several notices, but not through a secret one', async () => {
    const numbers = async (as: Parameters<ApiHarness['get']>[1]) =>
      (await get(`/v1/notices/${order.id}/series`, as)).notices.map(({ number }: { number: string }) => number);
    expect(await numbers('reviewer')).toEqual([order.number, followUp.number]);
    expect(await numbers(sworn)).toEqual([order.number, followUp.number, secret.number]);
  });

  test('says when how many restrictions were in force under which notice', async () => {
    await sql`update restriction_support set released_at = '2026-02-01T00:00:00Z'
      where notice_id = ${followUp.id}::uuid and target_no = 1`.execute(api.db);
    const { notices, steps } = await get(`/v1/notices/${followUp.id}/series`);
    expect(notices.map(({ inForce }: { inForce: number }) => inForce)).toEqual([3, 1]);
    expect(steps.filter(({ notice }: { notice: string }) => notice === followUp.id)).toEqual([
      { at: '2026-01-01T00:00:00.000Z', notice: followUp.id, inForce: 2 },
      { at: '2026-02-01T00:00:00.000Z', notice: followUp.id, inForce: 1 },
    ]);
  });

  test('lists the targets in force at an instant, page by page', async () => {
    const url = `/v1/notices/${order.id}/series/in-force`;
    expect((await get(`${url}?at=2026-01-15T00:00:00Z&count=true`)).total).toBe(5);
    expect((await get(`${url}?at=2026-03-01T00:00:00Z&count=true`)).total).toBe(4);
    expect((await get(`${url}?at=2025-12-01T00:00:00Z&count=true`)).total).toBe(0);
    const first = await get(`${url}?limit=3`);
    const second = await get(`${url}?limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ number, no }) => `${number} ${no}`)).toEqual(
      [order, order, order, followUp, followUp].map(({ number }, place) => `${number} ${(place % 3) + 1}`),
    );
  });
});

describe('GET /v1/notices/{id}/chart', () => {
  test('shows who held a notice, its submissions and letters', async () => {
    const log = (seq: number, action: string, detail: object) =>
      sql`insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, leaf_hash)
        values (now() + make_interval(secs => ${seq}), ${order.id}::uuid, 'person', ${api.people.reviewer.id}, 'R', ${action},
          ${JSON.stringify(detail)}::jsonb, sha256('x'))`.execute(api.db);
    await log(1, 'claim', { until: '2026-01-01T00:00:00Z' });
    await log(2, 'assign', { to: sworn.id, name: 'Sworn' });
    await log(3, 'release', { from: sworn.id });
    const { holders, submissions } = await get(`/v1/notices/${order.id}/chart`);
    expect(holders).toMatchObject([
      { person: api.people.reviewer.id, to: expect.any(String) },
      { person: sworn.id, name: 'Sworn', to: expect.any(String) },
    ]);
    expect(submissions).toMatchObject([{ number: 1, purpose: 'decision', state: 'approved', targets: 4 }]);
  });

  test('is not there for a reader who may not read the notice', async () => {
    for (const part of ['chart', 'series', 'series/in-force', 'enforcement/curve'])
      expect((await api.get(`/v1/notices/${secret.id}/${part}`, 'reviewer')).statusCode).toBe(404);
  });
});

test('the curve of an enforcement ends with all that is settled', async () => {
  await sql`update operation set at = now() - make_interval(secs => 10 * target_no)
    where notice_id = ${order.id}::uuid`.execute(api.db);
  const { points, total } = await get(`/v1/notices/${order.id}/enforcement/curve`);
  expect(total).toBe(4);
  expect(points.map(({ done, failed }: Record<string, number>) => [done, failed])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
});
