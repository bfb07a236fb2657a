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
const write = (text: string, as: Who = 'reviewer') => api.post('/v1/me/shift-note', as, { text });
const list = async (as: Who = 'ops') => (await api.get('/v1/shift-notes', as)).json().items as { text: string }[];
const texts = async () => (await list()).map(({ text }) => text);

test('a hand-over note is read by everyone who works on notices, and one replaces the last of its author', async () => {
  expect((await write('  The ministry calls back at 22:00.  ')).json()).toMatchObject({
    note: { text: 'The ministry calls back at 22:00.' },
  });
  await write('Nothing is open.', 'approver');
  expect(await list()).toMatchObject([
    { name: 'approver', text: 'Nothing is open.' },
    { name: 'reviewer', person: api.people.reviewer.id, text: 'The ministry calls back at 22:00.' },
  ]);
  await write('The ministry called back.');
  expect(await texts()).toEqual(['The ministry called back.', 'Nothing is open.']);
  const { items } = (await api.get('/v1/roster', 'ops')).json();
  expect(items.find(({ id }: { id: string }) => id === api.people.reviewer.id)).toMatchObject({
    shifts: [],
    note: { text: 'The ministry called back.' },
  });
  const [entry] = (await api.get('/v1/audit?action=shift_note_written', 'auditor')).json().items;
  expect(entry).toMatchObject({ entry: { actor: { id: api.people.reviewer.id }, detail: { removed: false } } });
});

test('an empty note removes it, and a note keeps the shifts of the roster', async () => {
  const { id } = api.people.reviewer;
  const shifts = [{ date: '2090-01-01', from: '09:00', until: '10:00', zone: 'UTC' }];
  await api.post(`/v1/people/${id}/roster`, 'ops', { shifts, languages: ['hi'], capacity: 3 });
  await write('Soon gone.');
  expect((await api.get(`/v1/people/${id}/roster`, 'reviewer')).json()).toMatchObject({
    shifts,
    note: { text: 'Soon gone.' },
  });
  expect((await write('   ')).json()).toEqual({ note: null });
  expect((await api.get(`/v1/people/${id}/roster`, 'reviewer')).json()).toMatchObject({
    shifts,
    languages: ['hi'],
    note: null,
  });
});

test('a note is shown for 24 hours and is removed when the next one is written', async () => {
  await write('From yesterday.');
  await sql`update roster set note_at = now() - interval '24 hours 1 second' where note = 'From yesterday.'`.execute(
    api.db,
  );
  expect(await texts()).not.toContain('From yesterday.');
  expect((await api.get(`/v1/people/${api.people.reviewer.id}/roster`, 'ops')).json().note).toBeNull();
  await write('From today.', 'approver');
  const { rows } = await sql`select from roster where note = 'From yesterday.'`.execute(api.db);
  expect(rows).toEqual([]);
});

test('a note names no secret notice that its author can read, and one they cannot read makes no difference', async () => {
  const named = await api.addPerson('Named', ['reviewer']);
  const { id } = await api.receive({ secrecy: await api.gagged(named.id) });
  const { number } = (await api.get(`/v1/notices/${id}`, named)).json();
  const refused = await write(`See ${number}.`, named);
  expect(refused.statusCode).toBe(422);
  expect(refused.json().errors[0]).toMatchObject({ path: '/text', message: expect.stringContaining(number) });
  expect((await write(`See ${number}.`)).statusCode).toBe(200);
  const open = await api.receive({});
  const { number: openNumber } = (await api.get(`/v1/notices/${open.id}`, 'reviewer')).json();
  expect((await write(`See ${openNumber}.`, named)).statusCode).toBe(200);
});

test.each(['x'.repeat(2_001), 'a\0b'])('rejects a text that is too long or holds a NUL character', async (text) => {
  expect((await write(text)).statusCode).toBe(422);
});
