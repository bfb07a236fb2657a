import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
let id: string;

/** 1 to 4 withheld before, 5 to 9 without a remark; 1 to 3 press, 1 and 2 in Punjabi. */
const accounts = (count: number, remark: string, from = 1) =>
  Array.from({ length: count }, (_, at) => ({ type: 'account', locator: `@facet_${from + at}`, note: remark }));

beforeAll(async () => {
  api = await startApi();
  const earlier = await api.receive({ targets: accounts(4, 'Old') });
  await sql`update target set status = 'applied', action = 'withhold', decided_at = now() where notice_id = ${earlier.id}::uuid`.execute(
    api.db,
  );
  const targets = [...accounts(6, 'Sympathiser'), { type: 'url', locator: 'https://a.example/1' }];
  ({ id } = await api.receive({ targets: [...targets, ...accounts(2, '', 10)] }));
  await sql`update target set protected_class = case when no <= 3 then 'press' end, language = case when no <= 2 then 'pa' end
    where notice_id = ${id}::uuid`.execute(api.db);
});
afterAll(() => api.close());

const ask = (query = '') => api.get(`/v1/notices/${id}/facets?${query}`, 'reviewer');

async function counts(query = ''): Promise<Record<string, Record<string, number>>> {
  const { facets } = (await ask(query)).json();
  return Object.fromEntries(
    facets.map(({ facet, values }: { facet: string; values: { value: string; count: number }[] }) => [
      facet,
      Object.fromEntries(values.map(({ value, count }) => [value, count])),
    ]),
  );
}

describe('GET /v1/notices/{id}/facets', () => {
  test('counts the targets by each facet', async () => {
    expect(await counts()).toEqual({
      remark: { Sympathiser: 6, none: 3 },
      type: { account: 8, url: 1 },
      protected: { none: 6, press: 3 },
      language: { none: 7, pa: 2 },
      seen: { yes: 4, no: 5 },
      decidedBefore: { none: 5, withhold: 4 },
      action: { none: 9 },
    });
  });

  test('counts a facet within the others, not within itself', async () => {
    const within = await counts('remark=Sympathiser&protected=none');
    expect(within['remark']).toEqual({ Sympathiser: 3, none: 3 });
    expect(within['protected']).toEqual({ none: 3, press: 3 });
    expect(within['decidedBefore']).toEqual({ none: 2, withhold: 1 });
    expect((await counts('q=facet_1')).remark).toEqual({ none: 2, Sympathiser: 1 });
  });

  test.each(['remark', 'type', 'protected', 'language', 'seen', 'decidedBefore'])(
    'each value of %s is a filter of the list and of a decision that selects as many',
    async (facet) => {
      for (const [value, count] of Object.entries((await counts())[facet] ?? {})) {
        const query = new URLSearchParams({ [facet]: value, count: 'true' });
        expect((await api.get(`/v1/notices/${id}/targets?${query}`, 'reviewer')).json().total).toBe(count);
        const draft = { select: { [facet]: value }, action: 'label', grounds: ['legal_basis_met'], preview: true };
        expect((await api.post(`/v1/notices/${id}/decide`, 'reviewer', draft)).json().result.matched).toBe(count);
      }
    },
  );

  test('returns three targets of each value, and others for another draw', async () => {
    const samples = async (draw: number) => {
      const [remark] = (await ask(`by=remark&draw=${draw}`)).json().facets;
      return remark.values.map(({ value, samples: of }: { value: string; samples: { no: number }[] }) => [
        value,
        of.map(({ no }) => no),
      ]);
    };
    const first = await samples(0);
    expect(first.map(([, nos]: [string, number[]]) => nos.length)).toEqual([3, 3]);
    const others = await Promise.all([1, 2, 3, 4].map(samples));
    expect(others.some((one) => JSON.stringify(one) !== JSON.stringify(first))).toBe(true);
    expect((await ask('by=seen')).json().facets[0].values[0].samples).toEqual([]);
  });

  test('counts no decision of a notice that not everyone may read', async () => {
    const locator = '@facet_hidden';
    const hidden = await api.receive({ targets: [{ type: 'account', locator }] });
    await sql`update target set status = 'applied', action = 'withhold' where notice_id = ${hidden.id}::uuid`.execute(
      api.db,
    );
    const later = await api.receive({ targets: [{ type: 'account', locator }] });
    const before = async () =>
      (await api.get(`/v1/notices/${later.id}/targets?decidedBefore=withhold`, 'reviewer')).json().items.length;
    expect(await before()).toBe(1);
    await sql`update notice set secrecy_level = 'gagged', secrecy_until = null where id = ${hidden.id}::uuid`.execute(
      api.db,
    );
    expect(await before()).toBe(0);
  });

  test.each(['by=colour', 'draw=-1', 'seen=maybe', 'decidedBefore=perhaps', 'remark=', 'limit=3'])(
    'rejects %s with a field error',
    async (query) => {
      expect((await ask(query)).statusCode).toBe(422);
    },
  );

  test('is closed to those who may not read the notice', async () => {
    expect((await api.get(`/v1/notices/${id}/facets`, 'intake')).statusCode).toBe(403);
  });
});
