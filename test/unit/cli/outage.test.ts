import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deskOfFile, run } from '../../support/fake-desk.js';

const desk = deskOfFile();

const TARGET = {
  action: 'withhold',
  no: 1,
  type: 'account',
  locator: '<b>@one</b>',
  platformId: 'acc-1',
  countries: ['IN'],
};
const NOTICE = {
  id: 'x',
  number: 'N-2021-000001',
  kind: 'blocking_order',
  stage: 'enforcement',
  subject: 'Block 1,178 accounts',
  reference: 'F.1',
  receivedAt: '2021-02-01T00:00:00.000Z',
  secrecy: 'restricted',
  authority: { name: 'MeitY', country: 'IN', contacts: [{ purpose: 'callback', phone: '+91 11 1' }] },
  law: { id: 'IN-69A', version: '2009-10-27', name: 'Blocking Rules' },
  assignee: 'Rita',
  orderStatus: 'in_effect',
  clocks: [
    {
      kind: 'comply',
      owner: 'us',
      basis: 'law',
      state: 'missed',
      dueAt: '2021-02-01T20:30:00.000Z',
      zone: 'Asia/Kolkata',
    },
  ],
  toDo: [TARGET, { ...TARGET, no: 2, action: 'restore', countries: [] }],
  left: 1078,
  readAt: '2021-02-01T00:00:00.000Z',
};

describe('ops outage-pack', () => {
  const answer = (items: object[]) => {
    desk.answer = ({ path, query }) =>
      path === '/v1/me'
        ? { body: { person: { id: 'p', name: 'Ops Demo' } } }
        : {
            body:
              query.cursor === undefined
                ? { items: items.slice(0, 1), nextCursor: items.length > 1 ? 'c' : null }
                : { items: items.slice(1), nextCursor: null },
          };
  };

  test('writes all pages to one file that only its owner reads, with due times in their zone', async () => {
    answer([NOTICE, { ...NOTICE, number: 'N-2021-000002', toDo: [], left: 0, clocks: [], subject: '' }]);
    const path = join(desk.home, 'pack.html');
    const { out, code } = await run(desk, ['ops', 'outage-pack', '--out', path]);
    expect(code).toBe(0);
    expect(out).toContain('2 open notices');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('N-2021-000001 Block 1,178 accounts (restricted)');
    expect(text).toMatch(
      /<b>comply<\/b>: Tuesday,? 2 February 2021,? (at )?02:00 \(Asia\/Kolkata\), ours, by law, missed/,
    );
    expect(text).toContain('callback: +91 11 1');
    expect(text).toContain('&lt;b&gt;@one&lt;/b&gt;');
    expect(text).toContain('lift the restriction');
    expect(text).toContain('1,078 further targets not listed.');
    expect(text).toContain('N-2021-000002 blocking order');
    expect(text).toContain('Nothing is approved and not in force.');
    expect(text).toContain('for Ops Demo');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('without --out says what is missing', async () => {
    const { code, err } = await run(desk, ['ops', 'outage-pack']);
    expect(code).toBe(2);
    expect(err).toContain('--out FILE');
  });

  test('leaves the former file when the desk fails half way', async () => {
    const path = join(desk.home, 'kept.html');
    answer([NOTICE]);
    await run(desk, ['ops', 'outage-pack', '--out', path]);
    const before = readFileSync(path, 'utf8');
    desk.answer = ({ path: at }) =>
      at === '/v1/me' ? { body: { person: { name: 'Ops' } } } : { status: 503, body: {} };
    expect((await run(desk, ['ops', 'outage-pack', '--out', path])).code).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});

describe('notices by-hand', () => {
  const record = { number: 1, effect: 'withheld', targets: 3, state: 'recorded', proven: { targets: 0, at: null } };

  test('record-by-hand sends the targets as numbers', async () => {
    desk.answer = ({ method }) =>
      method === 'GET' ? { body: { items: [{ id: 'the-id' }], nextCursor: null } } : { status: 201, body: record };
    const command = 'notices record-by-hand 01a21add-6403-70f5-a9c4-95584d392ee6 --effect withheld --targets 1-2,5';
    const facts = ['--done-at', '2021-02-01T03:12:00+05:30', '--done-by', 'On-call', '--evidence', 'T 1'];
    const { out } = await run(desk, [...command.split(' '), ...facts]);
    expect(out).toBe('record 1: 3 targets withheld, recorded\n');
    expect(desk.seen.at(-1)).toMatchObject({
      path: '/v1/notices/01a21add-6403-70f5-a9c4-95584d392ee6/manual-actions',
      body: { effect: 'withheld', targets: [1, 2, 5], doneBy: 'On-call', evidence: 'T 1' },
    });
  });

  test('settle-by-hand needs exactly one of --confirm and --refuse', async () => {
    desk.answer = () => ({ body: { ...record, state: 'confirmed' } });
    const settle = (...options: string[]) =>
      run(desk, ['notices', 'settle-by-hand', '01a21add-6403-70f5-a9c4-95584d392ee6', '1', ...options]);
    expect((await settle()).code).toBe(2);
    expect((await settle('--confirm', '--refuse', 'No')).code).toBe(2);
    expect((await settle('--confirm')).out).toBe('record 1: confirmed\n');
    expect(desk.seen.at(-1)).toMatchObject({ body: { confirm: true } });
    await settle('--refuse', 'Only two');
    expect(desk.seen.at(-1)).toMatchObject({ body: { confirm: false, reason: 'Only two' } });
  });
});
