import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

const read = async (id: string) => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();

describe('POST /v1/notices/{id}/details', () => {
  const write = (id: string, details: object, role = 'reviewer') =>
    api.post(`/v1/notices/${id}/details`, role as 'reviewer', { details });

  test('records the fields of the kind, and an empty text clears one', async () => {
    const { id } = await api.receive({ kind: 'court_order' });
    expect((await write(id, { court: '4th Civil Court', caseNumber: '1000217-44.2021' })).statusCode).toBe(200);
    expect((await write(id, { caseNumber: '' })).json().details).toEqual({ court: '4th Civil Court' });
    expect((await read(id)).details).toEqual({ court: '4th Civil Court' });
  });

  test('refuses a field of another kind, and names those that there are', async () => {
    const { id } = await api.receive({ kind: 'blocking_order' });
    const answer = await write(id, { dataRequested: 'IP addresses' });
    expect(answer.json().errors).toEqual([
      { path: '/details/dataRequested', message: 'A blocking_order has statute, caseNumber.' },
    ]);
  });

  test.each([
    ['an unknown field', { colour: 'red' }],
    ['a text that is too long', { statute: 'x'.repeat(1_001) }],
    ['a number', { statute: 7 }],
  ])('refuses %s', async (_, details) => {
    const { id } = await api.receive({ kind: 'blocking_order' });
    expect((await write(id, details)).statusCode).toBe(422);
    expect((await read(id)).details).toEqual({});
  });

  test('is refused to people who cannot triage', async () => {
    const { id } = await api.receive({});
    expect((await write(id, { statute: 's. 69A' }, 'approver')).statusCode).toBe(403);
  });
});

describe('translations', () => {
  const add = (id: string, body: object = { language: 'en', text: 'Block them.' }) =>
    api.post(`/v1/notices/${id}/translations`, 'reviewer', body);
  const check = (id: string, n: number, role = 'approver') =>
    api.post(`/v1/notices/${id}/translations/${n}/check`, role as 'reviewer', {});

  test('name translator and checker, who are different people', async () => {
    const { id } = await api.receive({ language: 'pt', body: 'Bloqueiem.' });
    expect((await add(id)).json()).toMatchObject({ n: 1, document: null, checked: null });
    expect((await check(id, 1, 'reviewer')).json()).toMatchObject({ type: 'urn:notice-desk:problem:four-eyes' });
    const checked = (await check(id, 1)).json();
    expect(checked.checked.by).not.toBe(checked.by);
    expect((await check(id, 1)).statusCode).toBe(409);
    const { items } = (await api.get(`/v1/notices/${id}/translations`, 'counsel')).json();
    expect(items).toEqual([checked]);
  });

  test('a later one is not checked by the check of an earlier one', async () => {
    const { id } = await api.receive({ language: 'pt' });
    await add(id);
    await check(id, 1);
    expect((await add(id, { language: 'en', text: 'Block them at once.' })).json()).toMatchObject({
      n: 2,
      checked: null,
    });
  });

  test.each([
    ['a document of another notice', { language: 'en', text: 'x', document: 'a'.repeat(64) }, '/document'],
    ['an empty text', { language: 'en', text: ' ' }, '/text'],
    ['a language that is none', { language: 'the English', text: 'x' }, '/language'],
  ])('refuses %s', async (_, body, path) => {
    const { id } = await api.receive({});
    const answer = await add(id, body);
    expect([answer.statusCode, answer.json().errors?.[0]?.path]).toEqual([422, path]);
  });

  test('are hidden from people without access to documents, and a missing one is not found', async () => {
    const { id } = await api.receive({});
    await add(id);
    expect((await api.get(`/v1/notices/${id}/translations`, 'ops')).statusCode).toBe(403);
    expect((await check(id, 9)).statusCode).toBe(404);
  });
});
