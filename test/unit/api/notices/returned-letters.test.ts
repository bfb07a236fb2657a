import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const send = async (id: string, command: string, body: object, as: Who = 'reviewer') => {
  const answer = await api.post(`/v1/notices/${id}/${command}`, as, body);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
};

async function submitted(): Promise<string> {
  const { id } = await api.receive();
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await send(id, 'triage', {});
  await send(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] });
  await send(id, 'submit', { letter: { fields: { remarks: 'As discussed.' } } });
  return id;
}

test('a returned submission keeps its letters as they were', async () => {
  const id = await submitted();
  const letters = async () =>
    (await api.get(`/v1/notices/${id}/submissions/1/letters`, 'approver')).json().items as { text: string }[];
  expect(await letters()).toEqual([]);
  const before = (await send(id, 'letters/preview', { submission: 1 })).items;
  await send(id, 'return', { submission: 1, reason: 'Shorter.' }, 'approver');
  expect((await letters()).map(({ text }) => text)).toEqual(before.map(({ text }: { text: string }) => text));
  expect((await letters())[0]?.text).toContain('As discussed.');
  expect((await api.get(`/v1/notices/${id}/submissions/1/letters`, 'ops')).statusCode).toBe(403);
});

test('a return of another submission is refused as before, and keeps nothing', async () => {
  const id = await submitted();
  const answer = await api.post(`/v1/notices/${id}/return`, 'approver', { submission: 7, reason: 'No.' });
  expect(answer.statusCode).toBe(409);
  expect((await api.db.selectFrom('returned_letter').selectAll().where('notice_id', '=', id).execute()).length).toBe(0);
});
