import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['get']>[1];
const exposure = async (as: Who) => (await api.get('/v1/exposure', as)).json().items;
const rowOf = async (person: string, as: Who) =>
  (await exposure(as)).find((one: { person: string }) => one.person === person);

async function decide(
  as: keyof ApiHarness['people'],
  { category = null, secrecy }: { category?: string | null; secrecy?: object } = {},
) {
  const targets = ['@press', '@two', '@three'].map((locator) => ({ type: 'account', locator }));
  const { id } = await api.receive({ targets, ...(secrecy === undefined ? {} : { secrecy }) });
  await sql`update notice set targets_resolved_at = now(), category = ${category} where id = ${id}::uuid`.execute(
    api.db,
  );
  await sql`update target set protected_class = 'press' where notice_id = ${id}::uuid and no = 1`.execute(api.db);
  await api.post(`/v1/notices/${id}/triage`, as, {});
  const body = { select: { all: true }, action: 'push_back', grounds: ['overbroad'] };
  expect((await api.post(`/v1/notices/${id}/decide`, as, body)).statusCode).toBe(200);
  return id;
}

test('counts each graphic and protected item once, for leads and for the person alone', async () => {
  const reviewer = api.people.reviewer.id;
  await decide('reviewer');
  const id = await decide('reviewer', { category: 'violence' });
  await api.post(`/v1/notices/${id}/decide`, 'reviewer', {
    select: { targets: [2] },
    action: 'push_back',
    grounds: ['disproportionate'],
  });
  expect(await rowOf(reviewer, 'ops')).toMatchObject({ graphic: 3, protected: 2 });
  expect(await rowOf(reviewer, 'counsel')).toMatchObject({ graphic: 3, protected: 2 });
  expect(await exposure('reviewer')).toMatchObject([{ person: reviewer, graphic: 3, protected: 2 }]);
  expect(await exposure('approver')).toEqual([]);
  expect((await api.get('/v1/exposure', 'intake')).statusCode).toBe(403);
});

test('forgets what is older than 7 days', async () => {
  const id = await decide('counsel', { category: 'self_harm' });
  expect(await rowOf(api.people.counsel.id, 'ops')).toMatchObject({ graphic: 3 });
  await sql`update draft_batch set at = now() - interval '7 days 1 minute' where notice_id = ${id}::uuid`.execute(
    api.db,
  );
  expect(await rowOf(api.people.counsel.id, 'ops')).toBeUndefined();
});

test('leaves out notices that the reader may not know of', async () => {
  const id = await decide('counsel', { secrecy: await api.gagged() });
  expect(await rowOf(api.people.counsel.id, 'ops')).toBeUndefined();
  expect(await rowOf(api.people.counsel.id, 'counsel')).toMatchObject({ protected: 1 });
  expect(id).toBeDefined();
});
