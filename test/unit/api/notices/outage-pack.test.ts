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
const pack = async (as: Who) => (await api.get('/v1/ops/outage-pack?limit=200&count=true', as)).json();
const accounts = (count: number) =>
  Array.from({ length: count }, (_, place) => ({ type: 'account', locator: `@a${place + 1}` }));

async function approved(count: number) {
  const { id, number } = await api.receive({ targets: accounts(count) });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  const send = (path: string, body: object, as: Who) => api.post(`/v1/notices/${id}/${path}`, as ?? 'reviewer', body);
  await send('triage', {}, 'reviewer');
  await send(
    'decide',
    { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'], countries: ['IN'] },
    'reviewer',
  );
  const { submission } = (await send('submit', {}, 'reviewer')).json();
  await send('approve', { submission: submission.number, digest: submission.digest }, 'approver');
  return { id, number };
}

test('lists what is approved and not in force, with contacts and due times in their zone', async () => {
  const { number } = await approved(130);
  const found = (await pack('ops')).items.find((one: { number: string }) => one.number === number);
  expect(found).toMatchObject({
    stage: 'enforcement',
    authority: { contacts: [{ purpose: 'letters', email: expect.any(String) }] },
    left: 30,
  });
  expect(found.toDo).toHaveLength(100);
  expect(found.toDo[0]).toMatchObject({ no: 1, action: 'withhold', locator: '@a1', countries: ['IN'] });
  expect(found.clocks).toEqual(expect.arrayContaining([expect.objectContaining({ zone: 'Asia/Kolkata' })]));
});

test('leaves out what waits for approval, what is in force, and closed notices', async () => {
  const { id, number } = await approved(2);
  await sql`update target set status = 'applied' where notice_id = ${id}::uuid`.execute(api.db);
  const find = async () => (await pack('ops')).items.find((one: { number: string }) => one.number === number);
  expect(await find()).toMatchObject({ toDo: [], left: 0 });
  await sql`update notice set stage = 'closed' where id = ${id}::uuid`.execute(api.db);
  expect(await find()).toBeUndefined();
});

test('holds a secret notice only for those who may know of it, and records that they saw it', async () => {
  const { id, number } = await api.receive({ secrecy: await api.gagged() });
  const numbers = async (as: Who) => (await pack(as)).items.map((one: { number: string }) => one.number);
  const before = (await pack('reviewer')).total;
  expect(await numbers('reviewer')).not.toContain(number);
  expect(await numbers('ops')).not.toContain(number);
  expect(await numbers('counsel')).toContain(number);
  expect((await pack('reviewer')).total).toBe(before);
  const { rows } = await sql<{ list: string }>`
    select detail ->> 'list' as list from audit_entry where notice_id = ${id}::uuid and action = 'secret_read'`.execute(
    api.db,
  );
  expect(rows).toContainEqual({ list: 'outage_pack' });
});

test('is not for keys of intake', async () => {
  expect((await api.get('/v1/ops/outage-pack', 'intake')).statusCode).toBe(403);
});
