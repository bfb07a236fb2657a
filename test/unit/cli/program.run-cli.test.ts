import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { aNotice, FakeDesk, ID, problem, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

describe('exit codes and usage', () => {
  test('an unknown command is wrong usage and the nearest is named', async () => {
    const { code, err } = await run(desk, ['notices', 'shwo', 'N-2026-000002']);
    expect(code).toBe(2);
    expect(err).toContain('Did you mean show?');
    expect(desk.seen).toHaveLength(0);
  });

  test.each([
    [[]],
    [['notices']],
    [['notices', 'show']],
    [['notices', 'show', 'nonsense']],
    [['notices', 'list', '--limit', 'many']],
    [['notices', 'list', '--as', 'king']],
    [['notices', 'submit']],
    [['notices', 'decide', ID, '--all', '--to', 'hide', '--ground', 'other']],
    [['notices', 'decide', ID, '--all', '--to', 'withhold', '--ground', 'overbroad']],
    [['notices', 'decide', ID, '--to', 'withhold', '--ground', 'legal_basis_met']],
    [['notices', 'decide', ID, '--all', '--targets', '1', '--to', 'withhold', '--ground', 'legal_basis_met']],
    [['notices', 'decide', ID, '--targets', '5-2', '--to', 'withhold', '--ground', 'legal_basis_met']],
    [['notices', 'submit', '--deadline', 'soon']],
    [['notices', 'link', ID, 'cousin_of', ID]],
    [['notices', 'acknowledge', ID, 'c1', 'two']],
    [['keys', 'create', '--person', ID, '--name', 'x', '--role', 'emperor']],
  ])('exit 2 without asking the desk: %j', async (args) => {
    const { code, err } = await run(desk, args);
    expect([code, desk.seen.length]).toEqual([2, 0]);
    expect(err).not.toBe('');
  });

  test('asking for help is done, not wrong usage', async () => {
    const { code, out } = await run(desk, ['notices', 'decide', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('Examples:');
  });

  test('every command has help with an example', async () => {
    const { out } = await run(desk, ['notices', '--help']);
    const names = [...out.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const help = await run(desk, ['notices', name, '--help']);
      expect(help.code).toBe(0);
      expect(help.out).toContain(`$ notice-desk notices ${name}`);
    }
  });

  test('a refusal shows title, detail, fields and cure, and exits 1', async () => {
    const errors = [{ path: '/targets/3/locator', message: 'too long' }];
    desk.answer = () => ({
      status: 422,
      body: problem('validation', 'Not valid', { detail: 'Correct one field.', errors }),
    });
    const { code, err, out } = await run(desk, ['notices', 'submit', '-'], { stdin: '{"kind":"blocking_order"}' });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('Not valid: Correct one field.');
    expect(err).toContain('/targets/3/locator: too long');
  });

  test('a refusal for lack of another person names one', async () => {
    desk.answer = () => ({ status: 403, body: problem('four-eyes', 'Your own submission') });
    const { err } = await run(desk, ['notices', 'approve', ID, '--submission', '1', '--digest', 'sha256:x']);
    expect(err).toContain('--as approver2');
  });

  test('without a desk it says how to start one', async () => {
    const { code, err } = await run(desk, ['notices', 'list'], { env: { DESK_HOME: join(desk.home, 'nowhere') } });
    expect(code).toBe(1);
    expect(err).toContain('npm start');
  });

  test('a refused connection says how to start the desk', async () => {
    const gone = new FakeDesk();
    await gone.start();
    await gone.stop();
    const { code, err } = await run(desk, ['notices', 'list'], { env: { DESK_URL: gone.url, DESK_KEY: 'k' } });
    expect(code).toBe(1);
    expect(err).toContain(`No desk answers at ${gone.url}`);
    expect(err).toContain('npm start');
  });

  test('DESK_URL and DESK_KEY win over desk.json, and --as is then refused', async () => {
    desk.answer = () => ({ body: { items: [], nextCursor: null } });
    const env = { DESK_HOME: desk.home, DESK_URL: `${desk.url}/`, DESK_KEY: 'key-of-me' };
    expect((await run(desk, ['notices', 'list'], { env })).code).toBe(0);
    expect(desk.seen[0]?.as).toBe('me');
    expect((await run(desk, ['notices', 'list', '--as', 'ops'], { env })).code).toBe(2);
  });

  test('an answer that is not JSON is told as such', async () => {
    const html = (async () => new Response('<html>', { status: 200 })) as typeof globalThis.fetch;
    const { code, err } = await run(desk, ['notices', 'list'], { fetch: html });
    expect(code).toBe(1);
    expect(err).toContain('Does DESK_URL name a Notice Desk?');
  });
});

describe('the clock beside a notice', () => {
  const clock = (kind: string, dueAt: string, more: object = {}) => ({ clock: `c-${kind}`, kind, dueAt, ...more });
  const late = clock('comply', '2026-03-01T09:00:00.000Z', { owner: 'us', state: 'missed' });
  const missed = aNotice({
    nextDue: clock('inform', '2026-03-01T15:30:00.000Z'),
    nextPlan: clock('decide', '2026-03-01T14:00:00.000Z'),
    due: late,
  });

  test('is the one that was missed before any that runs', async () => {
    desk.answer = () => ({ body: { items: [missed], nextCursor: null } });
    const { out } = await run(desk, ['notices', 'list']);
    expect(out).toMatch(/comply 3 h late/);
    expect(out).not.toMatch(/inform|decide/);
  });

  test('is none of the authority, whose delay is not ours', async () => {
    const theirs = {
      ...missed,
      nextDue: null,
      due: { ...late, owner: 'authority', state: 'running' },
    };
    desk.answer = () => ({ body: { items: [theirs], nextCursor: null } });
    expect((await run(desk, ['notices', 'list'])).out).not.toMatch(/comply/);
  });

  test('stands whole in the notice: what is late, what is wanted next, and what is planned', async () => {
    desk.answer = () => ({ body: missed });
    const { out } = await run(desk, ['notices', 'show', ID]);
    expect(out).toMatch(/late\s+comply 3 h late/);
    expect(out).toMatch(/next due\s+inform in 3 h 30 min/);
    expect(out).toMatch(/next plan\s+decide in 2 h/);
  });
});

test('whoever has a notice, and whoever made its submission, is told by name', async () => {
  const submission = { number: 1, digest: 'sha256:00', by: ID, byName: 'Rita', approvalsNeeded: 1, approvals: [] };
  desk.answer = () => ({ body: aNotice({ assignee: ID, assigneeName: 'Ravi', submission }) });
  const { out } = await run(desk, ['notices', 'show', ID]);
  expect(out).toMatch(/assignee\s+Ravi\n/);
  expect(out).toMatch(/submission\s+1 by Rita, 0 of 1 approved/);
});

test('what triage has read from the paper, its kind of content too, stands first in its line of the timeline', async () => {
  const entry = {
    seq: 2,
    at: '2026-03-01T10:00:00.000Z',
    actor: { kind: 'person', id: ID, name: 'Rita' },
    action: 'triage',
    detail: {
      regime: { id: 'IN-69A-EMERG', version: '2009-10-27' },
      authenticity: 'channel_verified',
      priority: null,
      queue: null,
      read: { category: 'violence' },
    },
  };
  desk.answer = () => ({ body: { items: [entry], nextCursor: null } });
  const { out } = await run(desk, ['notices', 'show', ID, '--timeline']);
  expect(out).toContain('{"category":"violence","regime":');
});

describe('people of the embedded desk', () => {
  test.each([
    [['notices', 'submit', '-'], 'intake'],
    [['notices', 'list'], 'reviewer'],
    [['notices', 'triage', ID], 'reviewer'],
    [['notices', 'return', ID, '--submission', '1', '--reason', 'x'], 'approver'],
    [['notices', 'reopen', ID, '--reason', 'x'], 'counsel'],
    [['ops', 'attention'], 'ops'],
    [['keys', 'create', '--person', ID, '--name', 'x', '--role', 'auditor'], 'admin'],
    [['notices', 'list', '--as', 'auditor'], 'auditor'],
  ])('%j acts as %s', async (args, role) => {
    desk.answer = ({ method }) => ({
      body: method === 'GET' ? { items: [], nextCursor: null } : aNotice({ key: 'secret' }),
    });
    const { code, err } = await run(desk, args, { stdin: '{"kind":"request"}' });
    expect([code, err]).toEqual([0, '']);
    expect(desk.seen.map(({ as }) => as)).toEqual([role]);
  });
});

describe('retries', () => {
  test('a lost answer is asked for again under the same key', async () => {
    let tries = 0;
    desk.answer = () => ((tries += 1) < 3 ? { drop: true } : { body: aNotice() });
    const { code } = await run(desk, ['notices', 'claim', ID]);
    expect(code).toBe(0);
    expect(desk.seen.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['id-1', 'id-1', 'id-1']);
  });

  test('503 and 429 wait as long as Retry-After says', async () => {
    const answers = [
      { status: 503, headers: { 'retry-after': '3' }, body: problem('engine-unavailable', 'Engine away') },
      { status: 429, headers: { 'retry-after': '7' }, body: problem('rate-limited', 'Too many') },
      { body: aNotice() },
    ];
    desk.answer = () => answers.shift() ?? {};
    const { code, slept } = await run(desk, ['notices', 'claim', ID, '--idempotency-key', 'mine']);
    expect([code, slept]).toEqual([0, [3000, 7000]]);
    expect(new Set(desk.seen.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set(['mine']));
  });

  test('it gives up after some tries and says how to repeat safely', async () => {
    desk.answer = () => ({
      status: 503,
      headers: { 'retry-after': '1' },
      body: problem('engine-unavailable', 'Engine away'),
    });
    const { code, err } = await run(desk, ['notices', 'claim', ID]);
    expect(code).toBe(1);
    expect(desk.seen).toHaveLength(6);
    expect(err).toContain('--idempotency-key id-1');
  });

  test('a wait beyond a minute is left to the person', async () => {
    desk.answer = () => ({
      status: 429,
      headers: { 'retry-after': '3600' },
      body: problem('rate-limited', 'Too many'),
    });
    expect((await run(desk, ['notices', 'claim', ID])).slept).toEqual([]);
  });

  test('other refusals are not repeated', async () => {
    desk.answer = () => ({ status: 409, body: problem('illegal-transition', 'Not now') });
    await run(desk, ['notices', 'claim', ID]);
    expect(desk.seen).toHaveLength(1);
  });
});

describe('lists', () => {
  const rows = [
    aNotice(),
    aNotice({ id: ID.replace('2', '3'), number: 'N-2026-000003', subject: 'Evil \u001b[31mred\u202etext' }),
  ];

  test('the table shows number, stage, kind, authority, due, targets, title', async () => {
    desk.answer = () => ({ body: { items: rows, nextCursor: 'next' } });
    const { out } = await run(desk, ['notices', 'list', '--stage', 'review', '--overdue']);
    expect(out).toMatch(/NUMBER\s+STAGE\s+KIND\s+AUTHORITY\s+DUE\s+TARGETS\s+TITLE/);
    expect(out).toMatch(/N-2026-000002\s+review\s+blocking_order\s+MeitY\s+comply in 3 h 30 min\s+3\s+Block them/);
    expect(out).toContain('--cursor next');
    expect(desk.seen[0]?.query).toEqual({ stage: 'review', overdue: 'true' });
  });

  test('hostile text cannot drive the terminal', async () => {
    desk.answer = () => ({ body: { items: rows, nextCursor: null } });
    const { out } = await run(desk, ['notices', 'list']);
    expect(out).toContain('Evil \uFFFD[31mred\uFFFDtext');
  });

  test('--json prints the page unchanged', async () => {
    const page = { items: rows, nextCursor: 'next', futureField: 1 };
    desk.answer = () => ({ body: page });
    expect((await run(desk, ['notices', 'list', '--json'])).out).toBe(`${JSON.stringify(page)}\n`);
  });

  test('--all pages through', async () => {
    desk.answer = ({ query }) => ({
      body: query.cursor === undefined ? { items: [rows[0]], nextCursor: 'a' } : { items: [rows[1]], nextCursor: null },
    });
    const { out } = await run(desk, ['notices', 'list', '--all', '--json']);
    expect((JSON.parse(out) as { items: unknown[]; nextCursor: null }).items).toHaveLength(2);
    expect(desk.seen.map(({ query }) => query)).toEqual([{ limit: '200' }, { limit: '200', cursor: 'a' }]);
  });
});

describe('one notice', () => {
  test('a number is resolved through the list, exactly', async () => {
    const others = [aNotice({ id: ID.replace('2', '9'), number: 'N-2026-0000021' }), aNotice()];
    desk.answer = ({ path }) => ({ body: path === '/v1/notices' ? { items: others, nextCursor: null } : aNotice() });
    const { code, out } = await run(desk, ['notices', 'show', 'n-2026-000002']);
    expect(code).toBe(0);
    expect(desk.seen.map(({ path }) => path)).toEqual(['/v1/notices', `/v1/notices/${ID}`]);
    expect(desk.seen[0]?.query.q).toBe('N-2026-000002');
    expect(out).toContain('you may');
    expect(out).toContain('2 withhold');
  });

  test('an unknown number is refused with the way on', async () => {
    desk.answer = () => ({ body: { items: [], nextCursor: null } });
    const { code, err } = await run(desk, ['notices', 'show', 'N-2026-000009']);
    expect(code).toBe(1);
    expect(err).toContain('No notice N-2026-000009');
  });

  test('the intake view with few fields is shown all the same', async () => {
    const few = {
      id: ID,
      number: 'N-2026-000002',
      version: 1,
      stage: 'triage',
      outcome: null,
      kind: 'request',
      reference: null,
    };
    desk.answer = () => ({ body: { ...few, regime: null, receivedAt: '2026-03-01T11:00:00.000Z', nextDue: null } });
    const { code, out } = await run(desk, ['notices', 'show', ID, '--as', 'intake']);
    expect(code).toBe(0);
    expect(out).toContain('N-2026-000002  triage');
  });

  test('watch prints one line per change and stops at the stage', async () => {
    const stages = ['approval', 'approval', 'enforcement', 'enforcement', 'in_force'];
    let looks = 0;
    desk.answer = ({ path }) => {
      if (path.endsWith('/enforcement')) {
        const pending = looks > 3 ? 0 : 2;
        return { body: { submission: 1, total: 3, applied: 3 - pending, already: 0, failed: 0, refused: 0, pending } };
      }
      looks += 1;
      const submission = { number: 1, digest: 'd', approvalsNeeded: 2, approvals: [{}] };
      return { body: aNotice({ stage: stages[looks - 1], submission }) };
    };
    const { code, out } = await run(desk, ['notices', 'watch', ID, '--until', 'reporting']);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      'N-2026-000002  approval  1 of 2 approved  1 of 3 enforced',
      'N-2026-000002  enforcement  1 of 3 enforced',
      'N-2026-000002  enforcement  3 of 3 enforced',
      'N-2026-000002  in_force  3 of 3 enforced',
    ]);
  });

  test('watch gives up after its timeout', async () => {
    desk.answer = () => ({ body: aNotice() });
    const { code, err } = await run(desk, ['notices', 'watch', ID, '--timeout', '3s']);
    expect(code).toBe(1);
    expect(err).toContain('still in review after 3 s');
  });
});

describe('offline', () => {
  const nowhere = { env: { DESK_HOME: '/nonexistent' } };

  test('permissions is the table of the code', async () => {
    const { out } = await run(desk, ['permissions'], nowhere);
    expect(out).toMatch(/approve\s+-\s+-\s+yes\s+yes\s+-\s+-\s+-/);
  });

  test('clock verify says valid, or what differs and exits 1', async () => {
    const receipt = {
      zone: 'Asia/Kolkata',
      facts: { received: '2026-02-19T18:20:00.000Z' },
      rule: { countsFrom: 'received', amount: 36, unit: 'hour' },
      working: [] as string[],
    };
    const clock = { dueAt: '2026-02-21T06:20:00.000Z', receipt };
    const moved = { ...clock, dueAt: '2026-02-21T07:20:00.000Z' };
    const say = (stored: unknown) =>
      run(desk, ['clock', 'verify', '-', '--json'], { ...nowhere, stdin: JSON.stringify(stored) });
    const differences = (JSON.parse((await say(clock)).out) as { differences: string[] }).differences;
    receipt.working = differences.map((line) => /computed "(.*)"$/.exec(line)?.[1] ?? '');
    expect(await say(clock)).toMatchObject({ code: 0, out: '{"valid":true,"differences":[]}\n' });
    expect(await say(moved)).toMatchObject({ code: 1, out: expect.stringContaining('dueAt: stored') });
  });

  test('clock compute ends lines at line feeds alone', async () => {
    const stdin = '\uFEFF{"id":"a\u2028b"}\r\n{"id":"é"}';
    const { out } = await run(desk, ['clock', 'compute'], { ...nowhere, stdin });
    const ids = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids).toEqual(['a\u2028b', 'é']);
  });

  test('clock compute answers line by line and exits 1 if one was bad', async () => {
    const good = {
      id: 'c1',
      zone: 'Asia/Kolkata',
      start: '2026-02-19T23:50:00+05:30',
      rule: { amount: 36, unit: 'hour' },
    };
    const stdin = `${JSON.stringify(good)}\n\nnot json\n${JSON.stringify({ ...good, id: 'c2' })}`;
    const { code, out } = await run(desk, ['clock', 'compute'], { ...nowhere, stdin });
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ id }) => id)).toEqual(['c1', null, 'c2']);
    expect(lines[0]).toMatchObject({ dueAt: '2026-02-21T06:20:00.000Z', state: 'running' });
    expect(code).toBe(1);
    expect((await run(desk, ['clock', 'compute'], { ...nowhere, stdin: JSON.stringify(good) })).code).toBe(0);
  });
});
