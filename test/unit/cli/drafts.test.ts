import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aNotice, FakeDesk, ID, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

const DECIDED = { matched: 3, changed: 3, protected: [], alreadyRestricted: [], batch: 4 };
const WITHHOLD = ['--to', 'withhold', '--ground', 'legal_basis_met'];
const OTHER = ID.replace('2', '3');

describe('drafting on the command line', () => {
  test('decide --preview prints that nothing is written, with warnings and conflicts', async () => {
    const result = {
      ...DECIDED,
      preview: true,
      batch: null,
      widerThanOrderTotal: 3,
      seenBeforeTotal: 2,
      departsTotal: 1,
      departs: [{ no: 2, number: 'N-2026-000001', action: 'push_back' }],
      conflictsTotal: 1,
      conflicts: [{ no: 9, byName: 'Evil \u001b[31m', action: null }],
    };
    desk.answer = () => ({ body: aNotice({ result }) });
    const { code, out } = await run(desk, ['notices', 'decide', ID, '--all', ...WITHHOLD, '--preview', '--as-of', '7']);
    expect(code).toBe(0);
    expect(desk.seen[0]?.body).toMatchObject({ select: { all: true }, preview: true, asOf: 7 });
    expect(out).toContain('Preview: 3 matched, 3 would change. Nothing has been saved.');
    expect(out).toContain('3 go further than the order');
    expect(out).toContain('2: push_back in N-2026-000001');
    expect(out).toContain('9: undecided by Evil \uFFFD[31m');
  });

  test('undo names its batch or none, and copy names the earlier notice', async () => {
    desk.answer = ({ path }) => ({
      body: aNotice({
        result: path.endsWith('undo-decide')
          ? { undone: 4, changed: 3, conflictsTotal: 0 }
          : { ...DECIDED, skippedBy: { outside_order: 2 } },
      }),
    });
    const undone = await run(desk, ['notices', 'undo', ID]);
    expect(undone.out).toContain('batch 4 undone: 3 targets restored to the previous draft');
    await run(desk, ['notices', 'undo', ID, '--batch', '4', '--as', 'counsel']);
    const copied = await run(desk, ['notices', 'copy-decisions', ID, '--from', OTHER]);
    expect(copied.out).toContain('2 were withheld in countries that this order does not cover');
    await run(desk, ['notices', 'copy-decisions', ID, '--from', OTHER, '--targets', '1-3', '--preview']);
    expect(desk.seen.map(({ path, body, as }) => [path.split('/').at(-1), body, as])).toEqual([
      ['undo-decide', {}, 'reviewer'],
      ['undo-decide', { batch: 4 }, 'counsel'],
      ['copy-decisions', { from: OTHER }, 'reviewer'],
      ['copy-decisions', { from: OTHER, select: { targets: [1, 2, 3] }, preview: true }, 'reviewer'],
    ]);
  });

  test('second reviews are listed and given by the second reviewer', async () => {
    desk.answer = ({ method }) => ({
      body:
        method === 'GET'
          ? {
              items: [{ no: 17, type: 'account', locator: '@x', protectedClass: null, flags: [], problem: null }],
              nextCursor: null,
            }
          : aNotice({ result: { read: 1, agree: 0, disagree: [17], skipped: [] } }),
    });
    expect((await run(desk, ['notices', 'second-reviews', ID])).out).toContain('@x');
    const read = await run(desk, ['notices', 'second-review', ID, '--targets', '17', ...WITHHOLD]);
    expect(read.out).toContain('differ from the first decision: 17');
    expect(desk.seen.map(({ as }) => as)).toEqual(['reviewer2', 'reviewer2']);
    const wrong = await run(desk, [
      'notices',
      'second-review',
      ID,
      '--targets',
      '17',
      '--to',
      'withhold',
      '--ground',
      'overbroad',
    ]);
    expect(wrong.code).toBe(2);
  });

  test('history prints the events of one target', async () => {
    desk.answer = () => ({
      body: { items: [{ at: null, action: 'operation', byName: null, detail: {} }], nextCursor: null },
    });
    expect((await run(desk, ['notices', 'history', ID, '17'])).out).toContain('operation');
    expect(desk.seen[0]?.path).toBe(`/v1/notices/${ID}/targets/17/history`);
    expect((await run(desk, ['notices', 'history', ID, 'x'])).code).toBe(2);
  });
});

describe('emergency on the command line', () => {
  test('is submitted with a flag and ratified by its digest', async () => {
    const ratification = { submission: 3, digest: 'sha256:x', state: 'open', approverSlots: ['counsel'] };
    desk.answer = ({ method }) => ({
      body: aNotice({ ratification: method === 'GET' ? ratification : { ...ratification, state: 'ratified' } }),
    });
    await run(desk, ['notices', 'submit-decisions', ID, '--emergency']);
    expect(desk.seen[0]?.body).toEqual({ emergency: true });
    expect((await run(desk, ['notices', 'ratify', ID])).out).toContain('submission 3: ratified');
    await run(desk, ['notices', 'ratify', ID, '--refuse', '--reason', 'No basis']);
    expect(desk.seen.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      { emergency: true },
      { submission: 3, digest: 'sha256:x' },
      { submission: 3, digest: 'sha256:x', refuse: true, reason: 'No basis' },
    ]);
    expect((await run(desk, ['notices', 'ratify', ID, '--refuse'])).code).toBe(2);
    desk.answer = () => ({ body: aNotice() });
    expect((await run(desk, ['notices', 'ratify', ID])).code).toBe(1);
  });
});

describe('people absence', () => {
  const person = { id: ID, name: 'Approver Demo', email: 'approver@desk.example', roles: ['approver'], active: true };

  test('marks a person by mail address, oneself by me, and ends the absence', async () => {
    const absences = [{ from: 'A', until: 'B', substituteName: 'Stand' }];
    desk.answer = ({ method, path }) => {
      if (path === '/v1/me') return { body: { person: { id: ID } } };
      return { body: method === 'GET' ? { items: [person], nextCursor: null } : { ...person, absences } };
    };
    const until = '2026-12-24T18:00:00+01:00';
    const args = ['people', 'absence', 'approver@desk.example', '--until', until, '--substitute', 'a2@desk.example'];
    expect((await run(desk, args)).out).toContain('A to B: Stand');
    await run(desk, ['people', 'absence', 'me', '--over', '--as', 'approver']);
    const posts = desk.seen.filter(({ method }) => method === 'POST');
    expect(posts.map(({ path, body, as }) => [path, body, as])).toEqual([
      [`/v1/people/${ID}/absence`, { until, substitute: 'a2@desk.example' }, 'admin'],
      [`/v1/people/${ID}/absence`, { over: true }, 'approver'],
    ]);
    expect((await run(desk, ['people', 'absence', ID])).code).toBe(2);
    expect((await run(desk, ['people', 'absence', ID, '--over', '--until', until])).code).toBe(2);
  });
});
