import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { confirmAll, LABEL, markAll, readSlug, startQualityDesk, WITHHOLD, type QualityDesk } from './quality-desk.js';

let desk: QualityDesk;
let [first, second]: [string, string] = ['', ''];

beforeAll(async () => {
  desk = await startQualityDesk(50);
  [first, second] = [await desk.draft(4, 'a'), await desk.draft(2, 'b')];
  const decided = await desk.decide(2, 'c');
  await markAll(desk, { id: decided, targets: [1] });
  await confirmAll(desk);
});
afterAll(() => desk.api.close());

const locators = async (as: Parameters<QualityDesk['queue']>[0]) =>
  (await desk.queue(as)).map(({ locator }) => locator).toSorted();

describe('the queue of second reviews', () => {
  test('lists the samples of all notices, with golden items among them and nothing to tell them apart', async () => {
    const all = await desk.queue(desk.reviewer2);
    expect(all).toHaveLength(4);
    expect(all.map(({ locator }) => locator.slice(0, 2)).toSorted()).toEqual(['@a', '@a', '@b', '@c']);
    expect(new Set(all.map((item) => Object.keys(item).join())).size).toBe(1);
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted());
  });

  test('leaves out the reader’s own drafts', async () => {
    expect(await desk.queue('reviewer')).toEqual([]);
  });

  test('is paged and counted', async () => {
    const page = (await desk.api.get('/v1/second-reviews?limit=3&count=true', desk.reviewer2)).json();
    expect([page.items.length, page.total]).toEqual([3, 4]);
    const rest = (await desk.api.get(`/v1/second-reviews?cursor=${page.nextCursor}`, desk.reviewer2)).json();
    expect([rest.items.length, rest.nextCursor]).toEqual([1, null]);
    expect((await desk.api.get('/v1/second-reviews?cursor=x', desk.reviewer2)).statusCode).toBe(422);
    expect((await desk.api.get('/v1/counts', desk.reviewer2)).json().secondReviews).toBe(4);
    expect((await desk.api.get('/v1/counts', 'approver')).json().secondReviews).toBeNull();
  });

  test('is in the inbox of the reader, without notice or time', async () => {
    const inbox = async (as: Parameters<QualityDesk['queue']>[0]) => (await desk.api.get('/v1/me/inbox', as)).json();
    const { items, counts } = await inbox(desk.reviewer2);
    const reviews = items.filter(({ kind }: { kind: string }) => kind === 'second_review');
    const queued = await desk.queue(desk.reviewer2);
    expect(reviews.map(({ id, title }: { id: string; title: string }) => ({ id, title }))).toEqual(
      queued.map(({ id, locator }) => ({ id, title: locator })),
    );
    expect(counts.second_review).toBe(4);
    for (const review of reviews)
      expect(review).toMatchObject({ key: `second_review:${review.id}`, number: null, by: null, at: null, due: null });
    for (const other of ['reviewer', 'approver'] as const) expect((await inbox(other)).counts.second_review).toBe(0);
  });

  test('leaves out notices from which the reader is excluded', async () => {
    const body = { person: desk.reviewer3.id, reason: 'Related to the account' };
    expect((await desk.api.post(`/v1/notices/${second}/exclusions`, 'counsel', body)).statusCode).toBeLessThan(300);
    expect((await locators(desk.reviewer3)).some((locator) => locator.startsWith('@b'))).toBe(false);
    expect(await desk.queue(desk.reviewer3)).toHaveLength(3);
  });

  test('records the review of a draft as the notice’s own route does', async () => {
    const waiting = await desk.queue(desk.reviewer2);
    const item = waiting.find(({ locator }) => locator.startsWith('@a'));
    const read = await desk.answer(item?.id ?? '', LABEL, desk.reviewer2);
    expect([read.statusCode, read.json()]).toEqual([200, { agrees: false }]);
    expect(await desk.queue(desk.reviewer2)).toHaveLength(3);
    expect((await desk.api.get('/v1/me/inbox', desk.reviewer2)).json().counts.second_review).toBe(3);
    expect((await desk.answer(item?.id ?? '', LABEL, desk.reviewer2)).statusCode).toBe(404);
    const submit = (await desk.send(first, 'submit', {})).json().detail;
    expect(submit).toContain('1 differ from the second review');
    const { items } = (await desk.api.get(`/v1/notices/${first}/timeline?limit=200`, 'auditor')).json();
    expect(items.find(({ action }: { action: string }) => action === 'second_review').detail).toMatchObject({
      read: 1,
    });
  });

  test('gives the documents of the order, and no others', async () => {
    const added = await desk.api.app.inject({
      method: 'POST',
      url: `/v1/notices/${second}/documents`,
      headers: {
        authorization: `Bearer ${desk.api.people.reviewer.key}`,
        'content-type': 'text/plain',
        'content-disposition': 'attachment; filename="order.txt"',
      },
      payload: 'The order itself.',
    });
    expect(added.statusCode).toBe(200);
    const item = (await desk.queue(desk.reviewer2)).find(({ locator }) => locator.startsWith('@b'));
    const path = `/v1/second-reviews/${item?.id}`;
    const { documents } = (await desk.api.get(path, desk.reviewer2)).json();
    expect(documents).toMatchObject([{ name: 'order.txt' }]);
    const file = await desk.api.get(`${path}/documents/${documents[0].sha256}`, desk.reviewer2);
    expect([file.statusCode, file.body]).toEqual([200, 'The order itself.']);
    expect((await desk.api.get(`${path}/documents/${'0'.repeat(64)}`, desk.reviewer2)).statusCode).toBe(404);
    expect((await desk.api.get(`${path}/documents/${documents[0].sha256}`, desk.reviewer3)).statusCode).toBe(404);
  });

  test('refuses people who may not decide', async () => {
    for (const as of ['approver', 'ops', 'auditor', 'admin', 'intake'] as const) {
      expect((await desk.api.get('/v1/second-reviews', as)).statusCode).toBe(403);
      const answer = await desk.answer('x', WITHHOLD, as);
      expect([answer.statusCode, readSlug(answer)]).toEqual([403, 'forbidden']);
    }
  });
});
