import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
});
afterAll(() => api.close());

const link = (from: { id: string }, to: { id: string }, as: string) =>
  api.post(`/v1/notices/${from.id}/link`, 'reviewer', { notice: to.id, as });
const listLinks = async ({ id }: { id: string }) =>
  (await api.get(`/v1/notices/${id}`, 'reviewer'))
    .json()
    .links.map(({ as, direction }: Record<string, string>) => [as, direction]);

describe('notice links', () => {
  test('reject a link that contradicts an existing one, from either side', async () => {
    const [later, earlier] = [await api.receive(), await api.receive()];
    expect((await link(later, earlier, 'confirms')).statusCode).toBe(200);
    for (const as of ['revokes', 'duplicates', 'confirms']) {
      const answer = await link(later, earlier, as);
      expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:notice-desk:problem:illegal-transition']);
    }
    expect((await link(earlier, later, 'follows')).json().detail).toMatch('already');
    expect((await link(later, earlier, 'follows')).statusCode).toBe(200);
    expect(await listLinks(later)).toEqual([
      ['confirms', 'to'],
      ['follows', 'to'],
    ]);
  });

  test('created concurrently by several people result in one link', async () => {
    const [one, other] = [await api.receive(), await api.receive()];
    const answers = await Promise.all([
      link(one, other, 'confirms'),
      link(one, other, 'revokes'),
      link(other, one, 'duplicates'),
      link(other, one, 'supersedes'),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 409, 409, 409]);
    expect(await listLinks(one)).toHaveLength(1);
  });

  test('reject contradictory links at intake, and merge repeated ones', async () => {
    const earlier = await api.receive();
    const order = {
      kind: 'reminder',
      authority: 'in-meity',
      jurisdiction: 'IN',
      reference: 'R/1',
      subject: 'Reminder',
      channel: 'api',
      language: 'en',
    };
    const intake = (relatesTo: { notice: string; as: string }[], key: string) =>
      api.post('/v1/notices', 'intake', { ...order, relatesTo }, { 'idempotency-key': key });
    const both = await intake(
      ['confirms', 'revokes'].map((as) => ({ notice: earlier.id, as })),
      'both',
    );
    expect([both.statusCode, both.json().errors]).toEqual([
      422,
      [expect.objectContaining({ path: '/relatesTo/1/as' })],
    ]);
    const twice = await intake(
      ['reminds', 'reminds'].map((as) => ({ notice: earlier.id, as })),
      'twice',
    );
    expect(twice.statusCode).toBe(201);
    expect(await listLinks(twice.json())).toEqual([['reminds', 'to']]);
  });
});
