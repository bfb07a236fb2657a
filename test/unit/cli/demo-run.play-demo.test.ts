import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoState } from '../../../cli/demo/demo-state.js';
import { aNotice, type FakeAnswer, FakeDesk, problem, run, type SeenRequest } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

/**
 * The part of a desk that the case needs: stages, submissions, two approver slots on the first submission, replay by
 * key.
 */
function createSmallDesk() {
  const notices = new Map<string, { number: string; stage: string; submissions: number; approval: number }>();
  const answers = new Map<string, FakeAnswer>();
  const act = ({ path, query, body }: SeenRequest): FakeAnswer => {
    if (path === '/_double/targets') return { body: {} };
    if (path === '/v1/notices') {
      const id = `0197c5a0-0000-7000-8000-00000000000${notices.size + 1}`;
      notices.set(id, { number: `N-2026-00000${notices.size + 1}`, stage: 'triage', submissions: 0, approval: 0 });
      return { status: 201, body: view(id) };
    }
    const [, , , id = '', command] = path.split('/');
    const notice = notices.get(id);
    if (!notice) return { status: 404, body: problem('not-found', `Not found ${JSON.stringify(query)}`) };
    if (command === 'enforcement')
      return { body: { submission: 1, total: 256, applied: 256, already: 0, failed: 0, refused: 0, pending: 0 } };
    if (command === 'triage') notice.stage = 'review';
    if (command === 'close') notice.stage = 'closed';
    if (command === 'submit' || command === 'reinstate')
      Object.assign(notice, { stage: 'approval', approval: 0, submissions: notice.submissions + 1 });
    if (command === 'approve') {
      if (body.digest !== `d${notice.submissions}`)
        return { status: 409, body: problem('digest-mismatch', 'Other digest') };
      notice.approval += 1;
      if (notice.approval === needed(notice)) notice.stage = 'in_force';
    }
    return { body: view(id) };
  };
  const needed = (notice: { number: string; submissions: number }) =>
    notice.number.endsWith('1') && notice.submissions === 1 ? 2 : 1;
  const view = (id: string) => {
    const notice = notices.get(id);
    if (!notice) throw new Error(id);
    const submission = {
      number: notice.submissions,
      digest: `d${notice.submissions}`,
      approvalsNeeded: needed(notice),
      approvals: Array.from({ length: notice.approval }, () => ({})),
    };
    return aNotice({
      id,
      number: notice.number,
      stage: notice.stage,
      submission: notice.submissions > 0 ? submission : null,
    });
  };
  return {
    notices,
    answer: (request: SeenRequest): FakeAnswer => {
      const { idempotencyKey, as } = request;
      if (idempotencyKey === undefined) return act(request);
      const key = `${as} ${idempotencyKey}`;
      const known = answers.get(key) ?? act(request);
      answers.set(key, known);
      return known;
    },
  };
}

function readState(): DemoState {
  return JSON.parse(readFileSync(join(desk.home, 'demo.json'), 'utf8')) as DemoState;
}

test('demo load plays the whole case and prints its state', async () => {
  const small = createSmallDesk();
  desk.answer = small.answer;
  const { code, out, err } = await run(desk, ['demo', 'load']);
  expect([code, err]).toEqual([0, '']);
  expect([...small.notices.values()].map(({ stage }) => stage)).toEqual(['in_force', 'in_force', 'review']);
  expect(out).toContain('256 of 256 done');
  expect(out).toContain('N-2026-000003 is waiting for your decisions');
  const approvals = desk.seen.filter(({ path }) => path.endsWith('/approve')).map(({ as }) => as);
  expect(approvals).toEqual(['approver', 'counsel', 'approver', 'approver']);
  expect(statSync(join(desk.home, 'demo.json')).mode & 0o777).toBe(0o600);
  expect((await run(desk, ['demo'])).out).toContain('The case is loaded');
});

test('demo load resumes an interrupted run with the same keys and bodies, without repeating an effect', async () => {
  const small = createSmallDesk();
  let calls = 0;
  // Each answer from the seventh unsafe call on is lost: the desk acted, the demo does not know.
  let broken = true;
  desk.answer = (request) => {
    const answer = small.answer(request);
    if (request.method === 'POST') calls += 1;
    return broken && calls >= 7 ? { drop: true } : answer;
  };
  expect((await run(desk, ['demo', 'load'])).code).toBe(1);
  const firstRun = readState();
  expect(firstRun.finishedAt).toBeNull();
  broken = false;
  const { code, out } = await run(desk, ['demo', 'load']);
  expect(code).toBe(0);
  expect(out).not.toContain('Demo 1/');
  expect(small.notices.size).toBe(3);
  expect(readState().runId).toBe(firstRun.runId);
  const bodies = new Map<string, string>();
  for (const { idempotencyKey, as, text } of desk.seen) {
    if (idempotencyKey === undefined) continue;
    const key = `${as} ${idempotencyKey}`;
    expect(bodies.get(key) ?? text).toBe(text);
    bodies.set(key, text);
  }
});

test('demo load counts an approval whose answer was lost, and goes on to the next approver', async () => {
  const small = createSmallDesk();
  const said = new Set<string>();
  desk.answer = (request) => {
    if (!request.path.endsWith('/approve')) return small.answer(request);
    const approval = `${request.as} ${request.idempotencyKey}`;
    // This desk checks four eyes before the key, and every first answer is lost.
    if (said.has(approval)) return { status: 403, body: problem('four-eyes', 'You said yes already') };
    said.add(approval);
    small.answer(request);
    return { drop: true };
  };
  const { code, err } = await run(desk, ['demo', 'load']);
  expect([code, err]).toEqual([0, '']);
  expect([...small.notices.values()].map(({ stage }) => stage)).toEqual(['in_force', 'in_force', 'review']);
});

test('demo load retries a refused step under a new idempotency key', async () => {
  const small = createSmallDesk();
  let refuse = true;
  desk.answer = (request) =>
    refuse && request.path.endsWith('/triage')
      ? { status: 409, body: problem('illegal-transition', 'Not now') }
      : small.answer(request);
  const { code, err } = await run(desk, ['demo', 'load']);
  expect(code).toBe(1);
  expect(err).toContain('Not now');
  refuse = false;
  expect((await run(desk, ['demo', 'load'])).code).toBe(0);
  const keys = desk.seen.filter(({ path }) => path.endsWith('/triage')).map(({ idempotencyKey }) => idempotencyKey);
  expect(keys[0]).not.toBe(keys[1]);
});

test('demo reset closes the notices of the former run as practice, no others, and starts from the beginning', async () => {
  const small = createSmallDesk();
  desk.answer = small.answer;
  await run(desk, ['demo', 'load']);
  const real = '0197c5a0-0000-7000-8000-0000000000aa';
  small.notices.set(real, { number: 'N-2026-000099', stage: 'review', submissions: 0, approval: 0 });
  const first = readState();
  const before = desk.seen.length;
  const { code, out } = await run(desk, ['demo', 'reset'], { ids: 'again' });
  expect(code).toBe(0);
  const closed = desk.seen.slice(before).filter(({ path }) => path.endsWith('/close'));
  expect(closed.map(({ path }) => path.split('/')[3])).toEqual(Object.values(first.notices).map(({ id }) => id));
  expect(closed[0]).toMatchObject({
    as: 'counsel',
    body: { reason: expect.stringContaining('Practice'), override: true },
  });
  expect(small.notices.get(real)?.stage).toBe('review');
  expect(readState().runId).not.toBe(first.runId);
  expect(readState().done).toEqual(first.done);
  expect(out).toContain('Closed as practice: N-2026-000001');
});

test('demo reset starts again although a former notice cannot be closed, and says which', async () => {
  const small = createSmallDesk();
  desk.answer = (request) =>
    request.path.endsWith('/close')
      ? { status: 409, body: problem('illegal-transition', 'It runs') }
      : small.answer(request);
  await run(desk, ['demo', 'load']);
  const { code, out } = await run(desk, ['demo', 'reset'], { ids: 'again' });
  expect(code).toBe(0);
  expect(out).toContain('Not closed: N-2026-000001. It runs');
  expect(small.notices.size).toBe(6);
});

test('demo without a loaded case prints how to load it', async () => {
  expect((await run(desk, ['demo'])).out).toContain('notice-desk demo load');
});
