import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeSmallRulebook, type SmallRulebook } from '../../../support/law/small-rulebook.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

const PATH = '/v1/rulebook/corrections';
const PROPOSAL = {
  regime: 'IN-TEST',
  version: '2021-02-25',
  fact: 'clock:comply',
  text: '3 hours',
  source: 'The Act, s. 1A',
  url: 'https://gazette.example/1',
  clause: 'within three hours',
};

let book: SmallRulebook;
let api: ApiHarness;

beforeAll(async () => {
  book = makeSmallRulebook();
  api = await startApi({}, { rulebookDir: book.dir });
});
afterAll(async () => {
  await api.close();
  book.remove();
});

type Who = Parameters<ApiHarness['post']>[1];
const propose = (as: Who = 'reviewer', patch: object = {}) => api.post(PATH, as, { ...PROPOSAL, ...patch });
const errors = (answer: { json(): { errors: { path: string; message: string }[] } }) => answer.json().errors;

describe('proposed corrections of the law', () => {
  test('are recorded with their source, listed, and change no law', async () => {
    const { statusCode, ...answer } = await propose();
    expect(statusCode).toBe(201);
    const proposed = answer.json();
    expect(proposed).toMatchObject({
      ...PROPOSAL,
      said: 'comply: 36 hours from receipt, can be paused',
      note: null,
      mayName: false,
      state: 'proposed',
      proposedBy: { name: 'reviewer' },
      decidedBy: null,
    });
    const { items } = (await api.get(PATH, 'auditor')).json();
    expect(items[0]).toEqual(proposed);
    const [regime] = (await api.get('/v1/rulebook/reviews', 'reviewer'))
      .json()
      .items.filter(({ id }: { id: string }) => id === 'IN-TEST');
    expect(regime.mistakes).toEqual([]);
    expect((await api.get('/v1/rulebook/editions', 'counsel')).json().items).toHaveLength(1);
  });

  test('are withdrawn only by the proposer, and settled by counsel, once', async () => {
    const { number } = (await propose()).json();
    expect((await api.post(`${PATH}/${number}/withdraw`, 'counsel', {})).statusCode).toBe(403);
    expect((await api.post(`${PATH}/${number}/settle`, 'reviewer', { answer: 'No' })).statusCode).toBe(403);
    expect((await api.post(`${PATH}/${number}/withdraw`, 'reviewer', {})).json()).toMatchObject({ state: 'withdrawn' });
    expect((await api.post(`${PATH}/${number}/settle`, 'counsel', { answer: 'No' })).statusCode).toBe(409);
    const other = (await propose()).json().number;
    const settled = await api.post(`${PATH}/${other}/settle`, 'counsel', { answer: 'In the next edition' });
    expect(settled.json()).toMatchObject({ state: 'settled', answer: 'In the next edition' });
    expect((await api.post(`${PATH}/999/settle`, 'counsel', { answer: 'x' })).statusCode).toBe(404);
  });

  test('are refused without a source, with a number of a notice, and for an unknown law or fact', async () => {
    expect(errors(await propose('reviewer', { source: ' ' }))).toMatchObject([{ path: '/source' }]);
    expect(errors(await propose('reviewer', { url: 'javascript:alert(1)' }))).toMatchObject([{ path: '/url' }]);
    expect(errors(await propose('reviewer', { note: 'Seen in N-2026-000001' }))).toMatchObject([
      { path: '/note', message: expect.stringContaining('numbers of notices') },
    ]);
    expect(errors(await propose('reviewer', { regime: 'IN-NONE' }))).toMatchObject([{ path: '/regime' }]);
    expect(errors(await propose('reviewer', { fact: 'clock:none' }))).toMatchObject([{ path: '/fact' }]);
    expect((await propose('intake')).statusCode).toBe(403);
  });
});
