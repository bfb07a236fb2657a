import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { confirmAll, LABEL, markAll, readSlug, startQualityDesk, WITHHOLD, type QualityDesk } from './quality-desk.js';

let desk: QualityDesk;
let id: string;

beforeAll(async () => {
  desk = await startQualityDesk(0);
  id = await desk.decide(6, 'g');
});
afterAll(() => desk.api.close());

/** A gag that the first reviewer works under. */
async function withReviewer() {
  const { level, people } = await desk.api.gagged();
  return { level, people: [...people, desk.api.people.reviewer.id] };
}

const notice = () => sql`select * from target where notice_id = ${id}::uuid order by no`.execute(desk.api.db);
const items = async (query = '', as: 'counsel' | 'approver' = 'counsel') =>
  (await desk.api.get(`/v1/golden-items?limit=200${query}`, as)).json().items;
const locators = async (as: Parameters<QualityDesk['queue']>[0]) =>
  (await desk.queue(as)).map(({ locator }) => locator).toSorted();

describe('golden items', () => {
  test('are marked by counsel, with the decisions of the targets as agreed ones', async () => {
    const { statusCode, json } = await markAll(desk, { id, targets: [1, 2, 2, 9] });
    expect([statusCode, json()]).toEqual([201, { marked: [1, 2], skipped: [9] }]);
    expect(await items()).toMatchObject([
      { no: 1, set: 'First set', state: 'pending', ...WITHHOLD, answers: 0, agreed: 0 },
      { no: 2, set: 'First set', state: 'pending', ...WITHHOLD, confirmedBy: null },
    ]);
  });

  test('can have another agreed decision than the one that was taken', async () => {
    const body = { set: 'Labels', targets: [3], agreed: LABEL };
    expect((await desk.api.post(`/v1/notices/${id}/golden`, 'counsel', body)).json().marked).toEqual([3]);
    expect(await items('&set=Labels')).toMatchObject([{ no: 3, ...LABEL }]);
  });

  test.each([
    ['no target', { set: 'S', targets: [] }],
    ['no name of the set', { set: ' ', targets: [1] }],
    [
      'a ground that does not fit the action',
      { set: 'S', targets: [4], agreed: { action: 'withhold', grounds: ['overbroad'] } },
    ],
    [
      'a ground that a note has to explain',
      { set: 'S', targets: [4], agreed: { action: 'withhold', grounds: ['other'] } },
    ],
    ['only targets that are golden already', { set: 'S', targets: [1] }],
    ['a field that nobody knows', { set: 'S', targets: [4], by: 'me' }],
  ])('are refused with %s', async (_what, body) => {
    const answer = await desk.api.post(`/v1/notices/${id}/golden`, 'counsel', body);
    expect([answer.statusCode, readSlug(answer)]).toEqual([422, 'validation']);
  });

  test('are never undecided targets', async () => {
    const drafted = await desk.draft(1, 'undecided');
    expect((await markAll(desk, { id: drafted, targets: [1] })).statusCode).toBe(422);
  });

  test('are marked by counsel alone, and read and confirmed only by approvers and counsel', async () => {
    for (const as of ['reviewer', 'approver', 'ops', 'auditor', 'admin'] as const)
      expect((await markAll(desk, { id, targets: [4], as })).statusCode).toBe(403);
    for (const as of ['reviewer', 'ops', 'auditor', 'admin'] as const) {
      expect((await desk.api.get('/v1/golden-items', as)).statusCode).toBe(403);
      for (const act of ['confirm', 'retire'])
        expect((await desk.api.post(`/v1/golden-items/${act}`, as, { items: [] })).statusCode).toBe(403);
    }
  });

  test('are not served before another person confirms them', async () => {
    expect(await locators('reviewer')).toEqual([]);
    const pending = (await items('&state=pending')).map((item: { id: string }) => item.id);
    const own = await desk.api.post('/v1/golden-items/confirm', 'counsel', { items: pending });
    expect([own.statusCode, readSlug(own)]).toEqual([403, 'four-eyes']);
    expect(await locators(desk.reviewer2)).toEqual([]);
    expect((await confirmAll(desk)).statusCode).toBe(204);
    expect(await locators(desk.reviewer2)).toEqual(['@g1', '@g2', '@g3']);
    const again = await desk.api.post('/v1/golden-items/confirm', 'approver', { items: pending });
    expect([again.statusCode, readSlug(again)]).toEqual([409, 'illegal-transition']);
  });

  test.each([
    ['none', { items: [] }, 422],
    ['what is no id', { items: ['x'] }, 422],
    ['an unknown id', { items: ['0197a000-0000-7000-8000-000000000000'] }, 404],
  ])('cannot be confirmed or retired as %s', async (_what, body, status) => {
    for (const act of ['confirm', 'retire'])
      expect((await desk.api.post(`/v1/golden-items/${act}`, 'approver', body)).statusCode).toBe(status);
  });

  test('are not served to those who know the decision', async () => {
    expect(await locators('reviewer')).toEqual([]); // drafted it
    expect(await locators('counsel')).toEqual([]);
    expect(await locators(desk.counsel2)).toEqual([]); // may read the agreed answers
    expect((await desk.api.get('/v1/second-reviews', 'approver')).statusCode).toBe(403);
  });

  test('name neither their notice nor the agreed decision', async () => {
    const [item] = await desk.queue(desk.reviewer2);
    const opened = (await desk.api.get(`/v1/second-reviews/${item?.id}`, desk.reviewer2)).json();
    expect(opened.body).toBe('Order g: withhold these accounts.');
    const { number } = (await desk.api.get(`/v1/notices/${id}`, 'counsel')).json();
    for (const text of [JSON.stringify(item), JSON.stringify(opened)])
      for (const hidden of [id, number, 'in_force', 'legal_basis_met', 'golden']) expect(text).not.toContain(hidden);
  });

  test('have another id for each reader, which only that reader can use', async () => {
    const [item] = await desk.queue(desk.reviewer2);
    expect((await desk.queue(desk.reviewer3)).map((one) => one.id)).not.toContain(item?.id);
    expect((await desk.answer(item?.id ?? '', WITHHOLD, desk.reviewer3)).statusCode).toBe(404);
    for (const no of ['x', item?.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')) ?? ''])
      expect((await desk.api.get(`/v1/second-reviews/${no}`, desk.reviewer2)).statusCode).toBe(404);
  });

  test('are answered once, and change neither their notice nor its timeline', async () => {
    const before = (await notice()).rows;
    const timeline = async () => (await desk.api.get(`/v1/notices/${id}/timeline?limit=200`, 'auditor')).json().items;
    const events = (await timeline()).length;
    const find = async (locator: string) =>
      (await desk.queue(desk.reviewer2)).find((one) => one.locator === locator)?.id;
    const [first = '', third = ''] = [await find('@g1'), await find('@g3')];
    expect((await desk.answer(first, WITHHOLD, desk.reviewer2)).json()).toEqual({ agrees: true });
    expect((await desk.answer(third, WITHHOLD, desk.reviewer2)).json()).toEqual({ agrees: false });
    expect((await desk.answer(first, LABEL, desk.reviewer2)).statusCode).toBe(404);
    expect(await locators(desk.reviewer2)).toEqual(['@g2']);
    expect(await locators(desk.reviewer3)).toHaveLength(3);
    expect((await notice()).rows).toEqual(before);
    // The auditor's own reads are no entries of an open notice.
    expect(await timeline()).toHaveLength(events);
    expect(await items('&set=First%20set')).toMatchObject([{ answers: 1, agreed: 1 }, { answers: 0 }]);
    expect(await items('&set=Labels')).toMatchObject([{ answers: 1, agreed: 0 }]);
  });

  test.each([
    ['no ground', { action: 'withhold', grounds: [] }],
    ['an unknown action', { action: 'hide', grounds: ['legal_basis_met'] }],
    ['a ground of another action', { action: 'withhold', grounds: ['overbroad'] }],
    ['the ground “other” without a note', { action: 'withhold', grounds: ['other'] }],
  ])('cannot be answered with %s', async (_what, body) => {
    const [item] = await desk.queue(desk.reviewer2);
    const answer = await desk.answer(item?.id ?? '', body, desk.reviewer2);
    expect([answer.statusCode, readSlug(answer)]).toEqual([422, 'validation']);
  });

  test('are answered once for a repeated Idempotency-Key', async () => {
    const [item] = await desk.queue(desk.reviewer3);
    const send = () =>
      desk.api.post(`/v1/second-reviews/${item?.id}`, desk.reviewer3, WITHHOLD, {
        'idempotency-key': 'golden-answer-1',
      });
    const [first, second] = [await send(), await send()];
    expect([first.statusCode, second.body]).toEqual([200, first.body]);
  });

  test('are no longer served once they are retired, and keep their answers', async () => {
    const all = (await items()).map((item: { id: string }) => item.id);
    expect((await desk.api.post('/v1/golden-items/retire', 'approver', { items: all })).statusCode).toBe(204);
    expect(await locators(desk.reviewer2)).toEqual([]);
    expect((await items('&state=retired')).map(({ answers }: { answers: number }) => answers)).toContain(1);
  });

  test('are paged and filtered', async () => {
    const path = '/v1/golden-items?limit=2&count=true';
    const page = (await desk.api.get(path, 'counsel')).json();
    expect([page.items.length, page.total]).toEqual([2, 3]);
    const rest = (await desk.api.get(`${path}&cursor=${page.nextCursor}`, 'counsel')).json();
    expect([rest.items.map(({ no }: { no: number }) => no), rest.nextCursor]).toEqual([[3], null]);
    for (const query of ['state=open', 'cursor=x', 'set='])
      expect((await desk.api.get(`/v1/golden-items?${query}`, 'counsel')).statusCode).toBe(422);
  });

  test('of a secret notice are known only to its readers, and its entries in the log too', async () => {
    const secret = await desk.decide(2, 'secret', { secrecy: await withReviewer() });
    expect((await markAll(desk, { id: secret, targets: [1] })).statusCode).toBe(201);
    expect((await markAll(desk, { id: secret, targets: [2], as: desk.counsel2 })).statusCode).toBe(404);
    const [item] = await items('&state=pending');
    expect(item).toMatchObject({ locator: '@secret1' });
    const others = await desk.api.get('/v1/golden-items?limit=200&count=true', desk.counsel2);
    expect([others.body.includes('secret1'), others.json().total]).toEqual([false, 3]);
    expect((await desk.api.post('/v1/golden-items/confirm', desk.counsel2, { items: [item.id] })).statusCode).toBe(404);
    await sql`update golden_item set confirmed_by = ${desk.api.people.approver.id}::uuid`.execute(desk.api.db);
    expect(await locators(desk.reviewer2)).toEqual([]);
  });
});
