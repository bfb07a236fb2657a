import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import '../../support/words.js';
import { countQuery, waitingQuery, type WaitingList } from '../../../console/http/counts.js';

const { fetch } = globalThis;
let asked: string[][];
beforeEach(() => {
  asked = [];
  globalThis.fetch = async (path) => {
    const queries = new URL(typeof path === 'string' ? path : '', 'http://desk').searchParams.getAll('notices');
    asked.push(queries);
    const notices = queries.map((query) => (query === 'bad' ? null : query.length));
    return Response.json({ notices, alerts: 4, mail: 2, appeals: null, changes: 0 });
  };
});
afterEach(() => {
  globalThis.fetch = fetch;
});

const count = (query: string) => (countQuery(query).queryFn as () => Promise<number>)();
const waiting = (list: WaitingList) => (waitingQuery(list).queryFn as () => Promise<number>)();

describe('counts of the side bar', () => {
  test('asked for in the same moment are one request', async () => {
    const counts = [count('open=true'), waiting('mail'), count('stage=approval'), waiting('appeals'), count('bad')];
    expect(await Promise.all(counts)).toEqual([9, 2, 14, 0, 0]);
    expect(asked).toEqual([['open=true', 'stage=approval', 'bad']]);
  });

  test('asked for later are another request', async () => {
    expect([await count('a'), await count('bb')]).toEqual([1, 2]);
    expect(asked).toEqual([['a'], ['bb']]);
  });

  test('of more queries than an address holds are several requests, each answer with its own query', async () => {
    const queries = Array.from({ length: 120 }, (_, at) => 'x'.repeat(at + 1));
    expect(await Promise.all(queries.map(count))).toEqual(queries.map(({ length }) => length));
    expect(asked.map(({ length }) => length)).toEqual([50, 50, 20]);
  });
});
