import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { storeResolved } from '../../../../registry/enforcement/restrictions.js';
import { markTargetsResolved } from '../../../../registry/notices/notices.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
let id: string;

/** 1 to 8: sound accounts, 9 a look-alike, 10 a near duplicate of 8, 11 and 12 URLs, 13 without grammar. */
const TARGETS = [
  ...Array.from({ length: 8 }, (_, index) => ({ type: 'account', locator: `@Account_${index + 1}` })),
  { type: 'account', locator: '@ассount' },
  { type: 'account', locator: '@ACCOUNT_8' },
  { type: 'url', locator: 'https://a.example/100%_sure' },
  { type: 'url', locator: 'https://b.example/1000_sure' },
  { type: 'account', locator: 'no account' },
];

beforeAll(async () => {
  api = await startApi();
  ({ id } = await api.receive({ targets: TARGETS }));
  await sql`update target set protected_class = case no when 1 then 'press' when 2 then 'court' end
    where notice_id = ${id}::uuid`.execute(api.db);
  await decide({ ranges: [[3, 4]] }, 'push_back', 'protected_speech');
  await sql`update target set status = 'failed', problem = 'owner_changed' where notice_id = ${id}::uuid and no = 4`.execute(
    api.db,
  );
});
afterAll(() => api.close());

async function decide(select: unknown, action = 'withhold', ground = 'legal_basis_met') {
  return api.post(`/v1/notices/${id}/decide`, 'reviewer', { select, action, grounds: [ground] });
}

const FILTERS: [Record<string, string>, number[]][] = [
  [{ status: 'undecided' }, [1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
  [{ status: 'failed' }, [4]],
  [{ action: 'push_back' }, [3, 4]],
  [{ action: 'push_back', status: 'drafted' }, [3]],
  [{ type: 'url' }, [11, 12]],
  [{ flag: 'confusable' }, [9]],
  [{ flag: 'near_duplicate' }, [8, 10]],
  [{ flag: 'any' }, [8, 9, 10]],
  [{ flag: 'none', type: 'account' }, [1, 2, 3, 4, 5, 6, 7, 13]],
  [{ problem: 'any' }, [4, 13]],
  [{ problem: 'malformed_locator' }, [13]],
  [{ problem: 'none', flag: 'none', protected: 'none', status: 'undecided' }, [5, 6, 7, 11, 12]],
  [{ protected: 'any' }, [1, 2]],
  [{ protected: 'court' }, [2]],
  [{ q: 'ACCOUNT_8' }, [8, 10]],
  [{ q: '0%_s' }, [11]],
  [{ q: 'nothing has this' }, []],
];

describe('GET /v1/notices/{id}/targets: skip and from', () => {
  const numbers = async (query: string): Promise<number[]> =>
    (await api.get(`/v1/notices/${id}/targets?${query}`, 'reviewer')).json().items.map(({ no }: { no: number }) => no);

  test.each([
    ['limit=3&skip=0', [1, 2, 3]],
    ['limit=3&skip=5', [6, 7, 8]],
    ['limit=3&skip=11', [12, 13]],
    ['limit=3&skip=13', []],
    ['limit=3&from=9', [9, 10, 11]],
    ['limit=3&from=9&skip=2', [11, 12, 13]],
    ['limit=2&skip=1&action=push_back', [4]],
    ['limit=5&skip=3&flag=none&type=account', [4, 5, 6, 7, 13]],
    ['limit=5&skip=1&q=account_8', [10]],
    ['limit=1&from=3&status=undecided', [5]],
  ])('returns the targets at that position for %s', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  test('continues from the cursor of a page that began with skip', async () => {
    const page = (await api.get(`/v1/notices/${id}/targets?limit=2&skip=4`, 'reviewer')).json();
    expect(await numbers(`limit=2&cursor=${page.nextCursor}`)).toEqual([7, 8]);
  });
});

describe('target filter', () => {
  test.each(FILTERS)('%j selects the same targets in list, total and decision', async (filter, nos) => {
    const query = new URLSearchParams({ ...filter, count: 'true' });
    const page = (await api.get(`/v1/notices/${id}/targets?${query.toString()}`, 'reviewer')).json();
    expect(page.items.map(({ no }: { no: number }) => no)).toEqual(nos);
    expect(page.total).toBe(nos.length);
    const before = await statuses();
    const answer = await decide(filter, 'label');
    expect(answer.json().result).toMatchObject({ matched: nos.length });
    await restore(before);
  });

  test('accepts several protected classes', async () => {
    const query = 'protected=press&protected=court&count=true';
    expect((await api.get(`/v1/notices/${id}/targets?${query}`, 'reviewer')).json()).toMatchObject({ total: 2 });
    expect((await decide({ protected: ['press'] }, 'push_back', 'protected_speech')).json().result).toMatchObject({
      matched: 1,
      protected: [1],
    });
  });

  test('accepts number ranges, also beside another filter', async () => {
    expect(
      (
        await decide({
          ranges: [
            [5, 6],
            [12, 2_147_483_647],
          ],
        })
      ).json().result,
    ).toMatchObject({ matched: 4 });
    expect(
      (
        await decide({
          ranges: [
            [5, 6],
            [12, 13],
          ],
          type: 'url',
        })
      ).json().result,
    ).toMatchObject({ matched: 1 });
    expect((await decide({ ranges: [[6, 5]] })).statusCode).toBe(422);
    expect((await decide({ ranges: [[0, 5]] })).statusCode).toBe(422);
  });

  test('filters by proof, excluding labels and targets not in force', async () => {
    const before = await statuses();
    await sql`update target set platform_id = 'p:' || no, status = case no when 5 then 'failed' else 'applied' end,
      action = case no when 6 then 'label' else 'withhold' end where notice_id = ${id}::uuid and no between 5 and 8`.execute(
      api.db,
    );
    await sql`insert into proof (platform_id, state, surplus, found_countries, found_everywhere) select 'p:' || no,
      case no when 8 then 'proven' else 'mismatch' end, case no when 8 then '{}' else '{IN}'::text[] end, '{}', false
      from generate_series(5, 8) as no`.execute(api.db);
    const numbers = async (proof: string) => {
      const page = (await api.get(`/v1/notices/${id}/targets?proof=${proof}&count=true`, 'reviewer')).json();
      expect(page.total).toBe(page.items.length);
      return page.items.map(({ no }: { no: number }) => no);
    };
    expect(await numbers('mismatch')).toEqual([7]);
    expect(await numbers('proven')).toEqual([8]);
    await restore(before);
  });

  test.each(['proof=unread', 'flag=unknown', 'status=all', 'problem=', 'protected=', 'type=person'])(
    'rejects %s with a field error',
    async (query) => {
      expect((await api.get(`/v1/notices/${id}/targets?${query}`, 'reviewer')).statusCode).toBe(422);
    },
  );
});

async function statuses() {
  return api.db.selectFrom('target').select(['no', 'status', 'action']).where('notice_id', '=', id).execute();
}

async function restore(rows: Awaited<ReturnType<typeof statuses>>) {
  for (const { no, status, action } of rows) {
    await api.db
      .updateTable('target')
      .set({ status, action })
      .where('notice_id', '=', id)
      .where('no', '=', no)
      .execute();
  }
}

test('finds the same by search before and after the lookup, and targets added later', async () => {
  const { id: noticeId } = await api.receive({ targets: TARGETS });
  const found = async () =>
    (await api.get(`/v1/notices/${noticeId}/targets?q=account_8&count=true`, 'reviewer')).json();
  const pickNumbers = ({ items, total }: { items: { no: number }[]; total: number }) => [
    total,
    items.map(({ no }) => no),
  ];
  expect(pickNumbers(await found())).toEqual([2, [8, 10]]);
  const rows = [{ no: 8, platformId: 'account:8', owner: null, protectedClass: null }];
  await storeResolved(api.db, { noticeId, rows });
  expect(pickNumbers(await found())).toEqual([2, [8, 10]]);
  await markTargetsResolved(api.db, { noticeId, targets: TARGETS.length });
  expect(pickNumbers(await found())).toEqual([2, [8, 10]]);
  const list = { targets: [{ type: 'account', locator: '@account_88' }] };
  const { statusCode } = await api.post(`/v1/notices/${noticeId}/targets`, 'reviewer', list);
  expect([statusCode, pickNumbers(await found())]).toEqual([200, [3, [8, 10, 14]]]);
});
