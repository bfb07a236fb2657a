import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

const ORDER = { kind: 'removal_order', authority: 'de-bka', jurisdiction: 'DE', regime: 'EU-TCO' };
const receive = async (language = 'en') => (await api.receive({ ...ORDER, language })).id;
const read = async (id: string) => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
const findItem = async (id: string, name: string) =>
  (await read(id)).checklist.find((item: { id: string }) => item.id === name);

describe('duties of a document at intake', () => {
  test.each([
    ['en-GB', 'present'],
    ['tr', 'missing'],
  ])('a document in %s suggests that a declared language is %s', async (language, suggested) => {
    const item = await findItem(await receive(language), 'language');
    expect(item).toMatchObject({ about: 'language', answer: null, suggested });
  });

  test('an order to the wrong office is a question to counsel, who decides whether service counts', async () => {
    const id = await receive();
    expect((await read(id)).contested).toEqual([]);
    const decision = { topic: 'service', allow: false, reason: 'It went to the sales office' };
    expect((await api.post(`/v1/notices/${id}/contested-rules`, 'counsel', decision)).statusCode).toBe(409);
    await api.post(`/v1/notices/${id}/triage`, 'reviewer', { checklist: { 'main-establishment': 'missing' } });
    expect((await read(id)).contested).toMatchObject([{ topic: 'service', decision: null }]);
    expect((await api.post(`/v1/notices/${id}/contested-rules`, 'reviewer', decision)).statusCode).toBe(403);
    expect((await api.post(`/v1/notices/${id}/contested-rules`, 'counsel', decision)).statusCode).toBe(200);
    expect((await read(id)).contested).toMatchObject([{ topic: 'service', decision: { allow: false } }]);
  });
});

describe('duties of the answer at closing', () => {
  const close = (id: string, body: object, as: 'reviewer' | 'counsel' = 'counsel') =>
    api.post(`/v1/notices/${id}/close`, as, { reason: 'Done', ...body });

  test('are those of the law of the notice', async () => {
    const { closing } = await read(await receive());
    expect(closing.map(({ duty }: { duty: string }) => duty)).toEqual(['language', 'form', 'addressee']);
    expect(closing[1]).toMatchObject({ source: expect.stringContaining('2021/784'), contested: false });
  });

  test('block closing where one is unmet, unless counsel overrides with a reason on record', async () => {
    const id = await receive();
    await api.post(`/v1/notices/${id}/triage`, 'reviewer', {});
    const answers = { duties: { form: 'unmet', language: 'met' } };
    const refused = await close(id, { ...answers });
    expect([refused.statusCode, refused.json().detail]).toEqual([409, expect.stringMatching(/unmet|form/)]);
    expect((await close(id, { ...answers, override: true })).statusCode).toBe(200);
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.at(-1)).toMatchObject({
      action: 'close',
      detail: { reason: 'Done', override: true, owed: ['form'], answers: answers.duties },
    });
  });

  test('name a duty that the law has', async () => {
    const id = await receive();
    expect((await close(id, { duties: { publication: 'met' } })).statusCode).toBe(422);
    const other = (await api.receive({ regime: 'POLICY-DEFAULT' })).id;
    const answer = await close(other, { duties: { form: 'met' } });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, '/duties/form']);
  });
});
