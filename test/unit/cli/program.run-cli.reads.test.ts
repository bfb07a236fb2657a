import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aNotice, FakeDesk, ID, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

describe('clock shown beside a notice', () => {
  const clock = (kind: string, dueAt: string, more: object = {}) => ({ clock: `c-${kind}`, kind, dueAt, ...more });
  const late = clock('comply', '2026-03-01T09:00:00.000Z', { owner: 'us', state: 'missed' });
  const missed = aNotice({
    nextDue: clock('inform', '2026-03-01T15:30:00.000Z'),
    nextPlan: clock('decide', '2026-03-01T14:00:00.000Z'),
    due: late,
  });

  test('is the missed one before any that runs', async () => {
    desk.answer = () => ({ body: { items: [missed], nextCursor: null } });
    const { out } = await run(desk, ['notices', 'list']);
    expect(out).toMatch(/comply 3 h late/);
    expect(out).not.toMatch(/inform|decide/);
  });

  test('is never the authority’s, whose delay is not ours', async () => {
    const theirs = {
      ...missed,
      nextDue: null,
      due: { ...late, owner: 'authority', state: 'running' },
    };
    desk.answer = () => ({ body: { items: [theirs], nextCursor: null } });
    expect((await run(desk, ['notices', 'list'])).out).not.toMatch(/comply/);
  });

  test('is shown in full in notices show: late, next due and next planned', async () => {
    desk.answer = () => ({ body: missed });
    const { out } = await run(desk, ['notices', 'show', ID]);
    expect(out).toMatch(/late\s+comply 3 h late/);
    expect(out).toMatch(/next due\s+inform in 3 h 30 min/);
    expect(out).toMatch(/next internal due\s+decide in 2 h/);
  });
});

test('notices show names the assignee and the submitter', async () => {
  const submission = { number: 1, digest: 'sha256:00', by: ID, byName: 'Rita', approvalsNeeded: 1, approvals: [] };
  desk.answer = () => ({ body: aNotice({ assignee: ID, assigneeName: 'Ravi', submission }) });
  const { out } = await run(desk, ['notices', 'show', ID]);
  expect(out).toMatch(/assignee\s+Ravi\n/);
  expect(out).toMatch(/submission\s+1 by Rita, 0 of 1 approved/);
});

test('the timeline line of triage starts with what was read from the document, its category too', async () => {
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

describe('notices list', () => {
  const rows = [
    aNotice(),
    aNotice({ id: ID.replace('2', '3'), number: 'N-2026-000003', subject: 'Evil \u001b[31mred\u202etext' }),
  ];

  test('prints number, stage, kind, authority, due, targets and title', async () => {
    desk.answer = () => ({ body: { items: rows, nextCursor: 'next' } });
    const { out } = await run(desk, ['notices', 'list', '--stage', 'review', '--overdue']);
    expect(out).toMatch(/NUMBER\s+STAGE\s+KIND\s+AUTHORITY\s+DUE\s+TARGETS\s+TITLE/);
    expect(out).toMatch(/N-2026-000002\s+review\s+blocking_order\s+MeitY\s+comply in 3 h 30 min\s+3\s+Block them/);
    expect(out).toContain('--cursor next');
    expect(desk.seen[0]?.query).toEqual({ stage: 'review', overdue: 'true' });
  });

  test('shows the risk of each notice when sorted by consequence', async () => {
    desk.answer = () => ({ body: { items: [aNotice({ consequence: 'prison' })], nextCursor: null } });
    const { out } = await run(desk, ['notices', 'list', '--sort', 'consequence']);
    expect(out).toMatch(/DUE\s+RISK\s+TARGETS/);
    expect(out).toMatch(/prison/);
  });

  test('removes terminal control codes from hostile text', async () => {
    desk.answer = () => ({ body: { items: rows, nextCursor: null } });
    const { out } = await run(desk, ['notices', 'list']);
    expect(out).toContain('Evil \uFFFD[31mred\uFFFDtext');
  });

  test('prints the page unchanged with --json', async () => {
    const page = { items: rows, nextCursor: 'next', futureField: 1 };
    desk.answer = () => ({ body: page });
    expect((await run(desk, ['notices', 'list', '--json'])).out).toBe(`${JSON.stringify(page)}\n`);
  });

  test('fetches every page with --all', async () => {
    desk.answer = ({ query }) => ({
      body: query.cursor === undefined ? { items: [rows[0]], nextCursor: 'a' } : { items: [rows[1]], nextCursor: null },
    });
    const { out } = await run(desk, ['notices', 'list', '--all', '--json']);
    expect((JSON.parse(out) as { items: unknown[]; nextCursor: null }).items).toHaveLength(2);
    expect(desk.seen.map(({ query }) => query)).toEqual([{ limit: '200' }, { limit: '200', cursor: 'a' }]);
  });
});

describe('reading one notice', () => {
  test('resolves a number through the list by exact match', async () => {
    const others = [aNotice({ id: ID.replace('2', '9'), number: 'N-2026-0000021' }), aNotice()];
    desk.answer = ({ path }) => ({ body: path === '/v1/notices' ? { items: others, nextCursor: null } : aNotice() });
    const { code, out } = await run(desk, ['notices', 'show', 'n-2026-000002']);
    expect(code).toBe(0);
    expect(desk.seen.map(({ path }) => path)).toEqual(['/v1/notices', `/v1/notices/${ID}`]);
    expect(desk.seen[0]?.query.q).toBe('N-2026-000002');
    expect(out).toContain('you can');
    expect(out).toContain('2 withhold');
  });

  test('fails for an unknown number and says how to go on', async () => {
    desk.answer = () => ({ body: { items: [], nextCursor: null } });
    const { code, err } = await run(desk, ['notices', 'show', 'N-2026-000009']);
    expect(code).toBe(1);
    expect(err).toContain('no notice N-2026-000009');
  });

  test('shows the reduced view of intake', async () => {
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

  test('watch prints one line per change and stops at the given stage', async () => {
    const stages = ['approval', 'approval', 'enforcement', 'enforcement', 'in_force'];
    let polls = 0;
    desk.answer = ({ path }) => {
      if (path.endsWith('/enforcement')) {
        const pending = polls > 3 ? 0 : 2;
        return { body: { submission: 1, total: 3, applied: 3 - pending, already: 0, failed: 0, refused: 0, pending } };
      }
      polls += 1;
      const submission = { number: 1, digest: 'd', approvalsNeeded: 2, approvals: [{}] };
      return { body: aNotice({ stage: stages[polls - 1], submission }) };
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
