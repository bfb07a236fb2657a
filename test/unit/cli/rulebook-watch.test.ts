import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDesk, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

const WATCH = '/v1/rulebook/watch';
const DRAFT = {
  number: 1,
  kind: 'text',
  summary: 'The Act: the page has changed; 1 quoted clause is no longer on it.',
  url: 'https://law.example/act',
  openedAt: '2026-11-30T00:00:00.000Z',
  settledAt: null,
  settledBy: null,
  note: null,
  event: null,
  change: {
    title: 'The Act',
    readBefore: '2026-11-29T00:00:00.000Z',
    readAfter: '2026-11-30T00:00:00.000Z',
    isText: true,
    clauses: [{ at: 's. 1', laws: ['IN-TEST 2021-02-25'], before: 'within 36 hours', after: 'within 24 hours' }],
    removed: ['within 36 hours'],
    added: ['within 24 hours'],
  },
};

function answers({ due, failing }: { due: number[]; failing: number }): void {
  desk.answer = ({ method, path, query }) => {
    if (method === 'POST' && path === WATCH) return { status: 200, body: { pages: 3 } };
    if (method === 'POST') return { status: 200, body: { ...DRAFT, note: 'Read' } };
    if (path === `${WATCH}/1`) return { status: 200, body: DRAFT };
    if (path === WATCH) return { status: 200, body: { items: [DRAFT], nextCursor: null } };
    const total = query['state'] === 'due' ? (due.shift() ?? 0) : failing;
    return { status: 200, body: { items: [], nextCursor: null, total } };
  };
}

describe('rulebook watch --once', () => {
  test('waits until all pages are read, and lists what is open', async () => {
    answers({ due: [3, 1, 0], failing: 0 });
    const { code, out } = await run(desk, ['rulebook', 'watch', '--once']);
    expect(code).toBe(0);
    expect(out).toContain('Reading 3 pages.');
    expect(out).toContain('1 quoted clause is no longer on it');
  });

  test('exits 1 where pages could not be read', async () => {
    answers({ due: [], failing: 2 });
    const { code, err } = await run(desk, ['rulebook', 'watch', '--once']);
    expect([code, err]).toEqual([1, expect.stringContaining('2 pages could not be read; the law on file stays.')]);
  });
});

describe('rulebook draft', () => {
  test('shows the changed clause before and after', async () => {
    answers({ due: [], failing: 0 });
    const { out } = await run(desk, ['rulebook', 'draft', '1']);
    expect(out).toContain('s. 1 (IN-TEST 2021-02-25)\n  before: within 36 hours\n  after:  within 24 hours\n');
    expect(await run(desk, ['rulebook', 'draft', 'x'])).toMatchObject({ code: 2 });
  });

  test('is settled with a note', async () => {
    answers({ due: [], failing: 0 });
    const { out } = await run(desk, ['rulebook', 'settle', '1', '--note', 'Read']);
    expect([out, desk.seen.at(-1)?.body]).toEqual([expect.stringContaining('Draft 1 is settled.'), { note: 'Read' }]);
  });
});
