import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiAnswer, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
let reviewer2: HarnessPerson;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
  reviewer2 = await api.addPerson('Reviewer2', ['reviewer']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const account = (name: string) => ({ type: 'account', locator: `@${name}` });

/** A fresh notice whose targets were already looked up, so that no submission waits for it. */
async function aNotice(names: readonly string[], patch: Record<string, unknown> = {}): Promise<string> {
  const { id } = await api.receive({ targets: names.map(account), ...patch });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  return id;
}

const send = (id: string, command: string, body: object, as: Who = 'reviewer'): Promise<ApiAnswer> =>
  api.post(`/v1/notices/${id}/${command}`, as, body);

async function done(id: string, command: string, body: object, as: Who = 'reviewer') {
  const answer = await send(id, command, body, as);
  if (answer.statusCode !== 200) throw new Error(`${command}: ${answer.body}`);
  return answer.json();
}

const WITHHOLD = { action: 'withhold', grounds: ['legal_basis_met'] };
const REFUSE = { action: 'push_back', grounds: ['overbroad'] };
const decide = (id: string, select: object, what: object = WITHHOLD, as: Who = 'reviewer') =>
  done(id, 'decide', { select, ...what }, as);

async function listTargets(id: string) {
  const { items } = (await api.get(`/v1/notices/${id}/targets`, 'reviewer')).json();
  return items as { no: number; status: string; revision: number; decision: { action: string; by: string } | null }[];
}
const listTargetActions = async (id: string) => (await listTargets(id)).map(({ decision }) => decision?.action ?? null);

async function approved(id: string, status = 'approved'): Promise<void> {
  await sql`update target set status = ${status} where notice_id = ${id}::uuid and action is not null`.execute(api.db);
}

const noticeRow = async (id: string) => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();

describe('triage priority', () => {
  test.each(['urgent', 'high', 'normal', 'low'])('accepts %s', async (priority) => {
    const id = await aNotice([`priority-${priority}`]);
    expect(await done(id, 'triage', { priority })).toMatchObject({ priority });
  });

  test('rejects any other word, and names the field', async () => {
    const id = await aNotice(['priority-other']);
    const answer = await send(id, 'triage', { priority: 'banana' });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, '/priority']);
  });
});

describe('target history: submissions', () => {
  test('shows a submission in the state it had at that time, after its approval', async () => {
    const id = await aNotice(['history']);
    await done(id, 'triage', {});
    await decide(id, { all: true });
    const { submission } = await done(id, 'submit', {});
    await done(id, 'approve', { submission: submission.number, digest: submission.digest }, 'approver');
    const { items } = (await api.get(`/v1/notices/${id}/targets/1/history`, 'reviewer')).json();
    const submitted = items.find(({ action }: { action: string }) => action === 'submitted');
    expect(submitted.detail).toMatchObject({ submission: 1, state: 'open' });
    expect(items.map(({ action }: { action: string }) => action)).toContain('approved');
  });
});

describe('decide with preview', () => {
  test('returns the result and writes nothing', async () => {
    const id = await aNotice(['p1', 'p2', 'p3']);
    const before = await noticeRow(id);
    const { result, ...view } = await done(id, 'decide', { select: { all: true }, ...WITHHOLD, preview: true });
    expect(result).toMatchObject({
      matched: 3,
      changed: 3,
      protected: [],
      alreadyRestricted: [],
      batch: null,
      preview: true,
    });
    expect(view).toMatchObject({ version: before.version, draftRevision: 0, counts: { undecided: 3 } });
    expect(await listTargetActions(id)).toEqual([null, null, null]);
    const entries = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json().items;
    expect(entries.map(({ action }: { action: string }) => action)).toEqual(['notice_received']);
  });

  test('returns the same result as the decision itself', async () => {
    const id = await aNotice(['same1', 'same2', 'same3']);
    await sql`update target set protected_class = 'press' where notice_id = ${id}::uuid and no = 2`.execute(api.db);
    await decide(id, { targets: [3] }, REFUSE);
    const body = { select: { all: true }, ...WITHHOLD };
    const { result: preview } = await done(id, 'decide', { ...body, preview: true });
    const { result } = await done(id, 'decide', body);
    expect({ ...result, preview: true, batch: null }).toEqual(preview);
    expect(result).toMatchObject({ changed: 3, protected: [2], batch: 2, conflicts: [], conflictsTotal: 0 });
  });

  test('counts targets in force apart from those that already have the decision', async () => {
    const id = await aNotice(['closed1', 'closed2', 'closed3']);
    await decide(id, { targets: [1, 2] });
    await sql`update target set status = 'applied' where notice_id = ${id}::uuid and no = 1`.execute(api.db);
    const { result } = await done(id, 'decide', { select: { all: true }, ...WITHHOLD, preview: true });
    expect(result).toMatchObject({ matched: 3, changed: 1, closedTotal: 1, conflictsTotal: 0 });
  });

  test('is rejected like the decision itself', async () => {
    const id = await aNotice(['bad']);
    const wrong = await send(id, 'decide', {
      select: { all: true },
      action: 'withhold',
      grounds: ['overbroad'],
      preview: true,
    });
    expect(wrong.json()).toMatchObject({ status: 422, errors: [{ path: '/grounds/0' }] });
    const stale = await send(id, 'decide', { select: { all: true }, ...WITHHOLD, preview: true, expectedVersion: 99 });
    expect(stale.json().type).toBe('urn:notice-desk:problem:version-conflict');
  });
});

describe('precedents', () => {
  test('are shown for the same item in an earlier notice, and warn of a departure in the same jurisdiction', async () => {
    const earlier = await aNotice(['twice', 'other']);
    await decide(earlier, { all: true }, REFUSE);
    await approved(earlier);
    const id = await aNotice(['twice', 'fresh']);
    const { result } = await decide(id, { all: true });
    const { number } = await noticeRow(earlier);
    const precedent = { no: 1, notice: earlier, number, action: 'push_back', at: expect.stringMatching(/Z$/) };
    expect(result).toMatchObject({
      seenBefore: [precedent],
      seenBeforeTotal: 1,
      departs: [precedent],
      departsTotal: 1,
    });
    const { result: again } = await done(id, 'decide', { select: { all: true }, ...REFUSE, preview: true });
    expect(again).toMatchObject({ seenBeforeTotal: 1, departs: [], departsTotal: 0 });
  });

  test('from another jurisdiction are shown and count as no departure', async () => {
    const earlier = await aNotice(['abroad'], { jurisdiction: 'DE', authority: { name: 'Amt', country: 'DE' } });
    await decide(earlier, { all: true }, REFUSE);
    await approved(earlier);
    const { result } = await decide(await aNotice(['abroad']), { all: true });
    expect(result).toMatchObject({ seenBeforeTotal: 1, departsTotal: 0 });
  });

  test('from a secret notice are hidden from people who cannot read it', async () => {
    const secrecy = await api.gagged();
    const earlier = await aNotice(['hush'], { secrecy });
    await decide(earlier, { all: true }, REFUSE, 'counsel');
    await approved(earlier);
    const id = await aNotice(['hush']);
    const answer = await send(id, 'decide', { select: { all: true }, ...WITHHOLD, preview: true });
    expect(answer.json().result).toMatchObject({ seenBefore: [], seenBeforeTotal: 0, departsTotal: 0 });
    expect(answer.body).not.toContain(earlier);
    const known = await done(id, 'decide', { select: { all: true }, ...WITHHOLD, preview: true }, 'counsel');
    expect(known.result).toMatchObject({ seenBeforeTotal: 1, departsTotal: 1 });
  });

  test('exclude drafts without approval', async () => {
    await decide(await aNotice(['drafty']), { all: true }, REFUSE);
    const { result } = await decide(await aNotice(['drafty']), { all: true });
    expect(result).toMatchObject({ seenBeforeTotal: 0 });
  });
});

describe('scope wider than the order', () => {
  test.each([
    [{ ...WITHHOLD, countries: ['IN'] }, 0],
    [{ ...WITHHOLD, countries: ['IN', 'DE'] }, 2],
    [{ action: 'remove_law', grounds: ['legal_basis_met'] }, 2],
    [{ action: 'remove_rules', grounds: ['own_rules'] }, 0],
    [REFUSE, 0],
  ])('%j is wider for %i of two targets', async (what, total) => {
    const id = await aNotice(['wide1', 'wide2']);
    const { result } = await done(id, 'decide', { select: { all: true }, ...what, preview: true });
    expect([result.widerThanOrderTotal, result.widerThanOrder.length]).toEqual([total, total]);
  });
});

describe('concurrent drafting by several reviewers', () => {
  test('leaves targets changed by another reviewer since asOf, and reports who changed them and how', async () => {
    const id = await aNotice(['m1', 'm2', 'm3']);
    const { draftRevision } = await noticeRow(id);
    await decide(id, { targets: [1] }, REFUSE, reviewer2);
    await decide(id, { targets: [2] }, REFUSE);
    const { result } = await done(id, 'decide', { select: { all: true }, ...WITHHOLD, asOf: draftRevision });
    expect(result).toMatchObject({ matched: 3, changed: 2, conflictsTotal: 1 });
    expect(result.conflicts).toEqual([
      { no: 1, by: reviewer2.id, byName: 'Reviewer2', at: expect.any(String), action: 'push_back', revision: 1 },
    ]);
    expect(await listTargetActions(id)).toEqual(['push_back', 'withhold', 'withhold']);
    expect((await listTargets(id)).map(({ revision }) => revision)).toEqual([1, 3, 3]);
  });

  test('applies the last decision without asOf, and reports no conflict at the current revision', async () => {
    const id = await aNotice(['n1']);
    await decide(id, { all: true }, REFUSE, reviewer2);
    const { draftRevision } = await noticeRow(id);
    const { result } = await done(id, 'decide', { select: { all: true }, ...WITHHOLD, asOf: draftRevision });
    expect(result).toMatchObject({ changed: 1, conflictsTotal: 0 });
    expect((await decide(id, { all: true }, REFUSE, reviewer2)).result).toMatchObject({ changed: 1 });
  });

  test('lets the second of two concurrent decisions on the same revision leave the first one’s targets', async () => {
    const id = await aNotice(['s1', 's2']);
    const body = { select: { all: true }, asOf: 0 };
    const answers = await Promise.all([
      done(id, 'decide', { ...body, ...WITHHOLD }),
      done(id, 'decide', { ...body, ...REFUSE }, reviewer2),
    ]);
    const results = answers.map(({ result }) => result).sort((a, b) => a.conflictsTotal - b.conflictsTotal);
    expect(results).toMatchObject([
      { changed: 2, conflictsTotal: 0 },
      { changed: 0, conflictsTotal: 2 },
    ]);
    expect(new Set(await listTargetActions(id)).size).toBe(1);
  });

  test('counts another reviewer’s undo as a change', async () => {
    const id = await aNotice(['u1']);
    await decide(id, { all: true }, REFUSE);
    await decide(id, { all: true }, WITHHOLD, reviewer2);
    const { draftRevision } = await noticeRow(id);
    await done(id, 'undo-decide', {}, reviewer2);
    const { result } = await done(id, 'decide', { select: { all: true }, ...WITHHOLD, asOf: draftRevision });
    expect(result).toMatchObject({ changed: 0, conflicts: [{ by: reviewer2.id, action: 'push_back' }] });
  });
});

test('a claim blocks triage, drafting and submission by others, names its holder, and can be taken over by counsel', async () => {
  const id = await aNotice(['k1', 'k2']);
  const other = await aNotice(['k1', 'k2']);
  await done(id, 'triage', {});
  await decide(id, { targets: [1] });
  await done(id, 'claim', {});
  const drafts: [string, object][] = [
    ['triage', {}],
    ['decide', { select: { all: true }, ...REFUSE }],
    ['decide', { select: { all: true }, ...REFUSE, preview: true }],
    ['undo-decide', {}],
    ['copy-decisions', { from: other }],
    ['submit', {}],
  ];
  for (const [command, body] of drafts) {
    const answer = await send(id, command, body, reviewer2);
    expect([command, answer.statusCode, answer.json()]).toEqual([
      command,
      409,
      expect.objectContaining({
        type: 'urn:notice-desk:problem:illegal-transition',
        detail: expect.stringContaining('reviewer has claimed this notice'),
      }),
    ]);
  }
  expect(await listTargetActions(id)).toEqual(['withhold', null]);
  await decide(id, { targets: [2] });
  expect((await send(id, 'decide', { select: { all: true }, ...REFUSE }, 'counsel')).statusCode).toBe(409);
  await done(id, 'claim', {}, 'counsel');
  await decide(id, { all: true }, REFUSE, 'counsel');
  expect((await send(id, 'decide', { select: { all: true }, ...WITHHOLD })).statusCode).toBe(409);
});

describe('undo-decide', () => {
  test('restores the previous decisions, batch by batch', async () => {
    const id = await aNotice(['b1', 'b2']);
    await decide(id, { all: true }, REFUSE);
    await decide(id, { targets: [2] }, WITHHOLD);
    const { result, counts } = await done(id, 'undo-decide', {});
    expect(result).toMatchObject({ undone: 2, matched: 1, changed: 1, conflicts: [] });
    expect(counts).toMatchObject({ byAction: { push_back: 2 } });
    expect((await done(id, 'undo-decide', {})).result).toMatchObject({ undone: 1, changed: 2 });
    expect((await listTargets(id)).map(({ status, decision }) => [status, decision])).toEqual([
      ['undecided', null],
      ['undecided', null],
    ]);
    expect((await noticeRow(id)).counts).toMatchObject({ undecided: 2, byAction: {} });
    expect((await send(id, 'undo-decide', {})).json()).toMatchObject({ status: 409 });
  });

  test('leaves targets that somebody else has decided since', async () => {
    const id = await aNotice(['c1', 'c2']);
    await decide(id, { all: true }, REFUSE);
    await decide(id, { targets: [1] }, WITHHOLD, reviewer2);
    const { result } = await done(id, 'undo-decide', {});
    expect(result).toMatchObject({
      changed: 1,
      conflictsTotal: 1,
      conflicts: [{ no: 1, by: reviewer2.id, action: 'withhold' }],
    });
    expect(await listTargetActions(id)).toEqual(['withhold', null]);
  });

  test('allows only counsel to undo another’s batch, and each batch only once', async () => {
    const id = await aNotice(['d1']);
    const { result } = await decide(id, { all: true }, REFUSE);
    const body = { batch: result.batch };
    expect((await send(id, 'undo-decide', body, reviewer2)).json().type).toBe('urn:notice-desk:problem:forbidden');
    expect((await done(id, 'undo-decide', body, 'counsel')).result).toMatchObject({ changed: 1 });
    expect((await send(id, 'undo-decide', body)).json().type).toBe('urn:notice-desk:problem:illegal-transition');
    expect((await send(id, 'undo-decide', { batch: 77 })).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/batch' }],
    });
    expect((await send(id, 'undo-decide', {}, 'approver')).json()).toMatchObject({ status: 403 });
  });

  test('is rejected after submission, and works again once the submission is returned', async () => {
    const id = await aNotice(['e1', 'e2']);
    await done(id, 'triage', {});
    await decide(id, { all: true });
    const { submission } = await done(id, 'submit', {});
    expect((await send(id, 'undo-decide', {})).json().type).toBe('urn:notice-desk:problem:illegal-transition');
    await done(id, 'return', { submission: submission.number, reason: 'again' }, 'approver');
    expect((await done(id, 'undo-decide', {})).result).toMatchObject({ changed: 2 });
    expect(await listTargetActions(id)).toEqual([null, null]);
  });

  test('is rejected for targets approved in the meantime', async () => {
    const id = await aNotice(['f1']);
    await decide(id, { all: true });
    await approved(id, 'applied');
    const answer = await send(id, 'undo-decide', {});
    expect(answer.json()).toMatchObject({ status: 409, detail: expect.stringContaining('submitted') });
    expect(await listTargetActions(id)).toEqual(['withhold']);
  });

  test('leaves nothing drafted after random drafting by two people is undone in reverse order', async () => {
    const id = await aNotice(Array.from({ length: 12 }, (_, no) => `r${no}`));
    const batches: { as: Who; batch: number }[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const as = turn % 3 === 0 ? reviewer2 : 'reviewer';
      const targets = Array.from({ length: 12 }, (_, no) => no + 1).filter((no) => (no * 7 + turn * 5) % 4 === 0);
      const { result } = await decide(id, { targets }, turn % 2 === 0 ? WITHHOLD : REFUSE, as);
      if (result.batch !== null) batches.push({ as, batch: result.batch });
    }
    for (const { as, batch } of batches.toReversed()) {
      const { result } = await done(id, 'undo-decide', { batch }, as);
      expect(result).toMatchObject({ conflictsTotal: 0 });
    }
    expect((await listTargets(id)).every(({ status, decision }) => status === 'undecided' && decision === null)).toBe(
      true,
    );
  });
});

describe('copy-decisions', () => {
  async function earlierNotice(): Promise<string> {
    const id = await aNotice(['k1', 'k2', 'k3', 'k4']);
    await decide(id, { targets: [1] }, { ...WITHHOLD, countries: ['IN', 'DE'] });
    await decide(id, { targets: [2] }, { action: 'push_back', grounds: ['other'], note: 'A poem.' });
    await decide(id, { targets: [3] }, { ...WITHHOLD, countries: ['DE'] });
    await approved(id);
    return id;
  }

  test('drafts the same action, grounds and note, within the countries of this order', async () => {
    const from = await earlierNotice();
    const id = await aNotice(['k2', 'k1', 'k3', 'k4', 'k5']);
    await sql`update target set protected_class = 'press' where notice_id = ${id}::uuid and no in (1, 5)`.execute(
      api.db,
    );
    const { result: preview } = await done(id, 'copy-decisions', { from, preview: true });
    expect(await listTargetActions(id)).toEqual([null, null, null, null, null]);
    const { result } = await done(id, 'copy-decisions', { from });
    expect({ ...result, preview: true, batch: null }).toEqual(preview);
    expect(result).toMatchObject({
      matched: 5,
      changed: 2,
      protected: [1],
      protectedTotal: 1,
      conflictsTotal: 0,
      skippedTotal: 3,
      skippedBy: { outside_order: 1, no_earlier_decision: 2 },
      skipped: [
        { no: 3, reason: 'outside_order' },
        { no: 4, reason: 'no_earlier_decision' },
        { no: 5, reason: 'no_earlier_decision' },
      ],
    });
    const [poem, withheld] = (await api.get(`/v1/notices/${id}/targets`, 'reviewer')).json().items;
    expect(poem.decision).toMatchObject({
      action: 'push_back',
      grounds: ['other'],
      note: 'A poem.',
      by: api.people.reviewer.id,
    });
    expect(withheld.decision).toMatchObject({ action: 'withhold', countries: ['IN'] });
    expect((await done(id, 'copy-decisions', { from })).result).toMatchObject({
      changed: 0,
      skippedBy: { unchanged: 2 },
      batch: null,
    });
    expect((await done(id, 'undo-decide', {})).result).toMatchObject({ changed: 2 });
    expect(await listTargetActions(id)).toEqual([null, null, null, null, null]);
  });

  test('copies for the selected targets only, and leaves those changed by others', async () => {
    const from = await earlierNotice();
    const id = await aNotice(['k1', 'k2']);
    await decide(id, { targets: [2] }, WITHHOLD, reviewer2);
    const { result } = await done(id, 'copy-decisions', { from, select: { targets: [2] }, asOf: 0 });
    expect(result).toMatchObject({ matched: 1, changed: 0, conflicts: [{ no: 2, by: reviewer2.id }] });
  });

  test('answers an unreadable source notice like a nonexistent one', async () => {
    const secrecy = await api.gagged();
    const hidden = await aNotice(['k1'], { secrecy });
    const id = await aNotice(['k1']);
    const [one, none, self] = await Promise.all(
      [hidden, '018f0000-0000-7000-8000-00000000dead', id].map((from) => send(id, 'copy-decisions', { from })),
    );
    expect(one?.json()).toMatchObject({ status: 422, errors: [{ path: '/from' }] });
    expect(one?.body).toBe(none?.body);
    expect(self?.body).toBe(none?.body);
  });

  test('hides its timeline entry from people who cannot read the source notice', async () => {
    const secrecy = await api.gagged();
    const from = await aNotice(['k9'], { secrecy });
    await decide(from, { all: true }, REFUSE, 'counsel');
    await approved(from);
    const id = await aNotice(['k9']);
    await done(id, 'copy-decisions', { from }, 'counsel');
    const actions = async (as: Who) =>
      (await api.get(`/v1/notices/${id}/timeline`, as)).json().items.map(({ action }: { action: string }) => action);
    expect(await actions('counsel')).toContain('copy_decisions');
    expect(await actions('reviewer')).not.toContain('copy_decisions');
    const history = `/v1/notices/${id}/targets/1/history`;
    expect((await api.get(history, 'reviewer')).json().items[1]).toMatchObject({
      action: 'copy',
      detail: { batch: 1 },
    });
    expect((await api.get(history, 'reviewer')).json().items[1].detail).not.toHaveProperty('copiedFrom');
    expect((await api.get(history, 'counsel')).json().items[1].detail).toHaveProperty('copiedFrom');
  });
});

describe('target history: drafts', () => {
  test('lists drafts, submission and approval, oldest first', async () => {
    const id = await aNotice(['h1', 'h2']);
    await done(id, 'triage', {});
    await decide(id, { all: true }, REFUSE);
    await decide(id, { targets: [1] }, WITHHOLD, reviewer2);
    await done(id, 'undo-decide', {}, reviewer2);
    await decide(id, { targets: [1] }, WITHHOLD);
    const { submission } = await done(id, 'submit', {});
    await done(id, 'approve', { submission: submission.number, digest: submission.digest }, 'approver');
    const path = `/v1/notices/${id}/targets/1/history`;
    const { items, total } = (await api.get(`${path}?count=true`, 'auditor')).json();
    expect(total).toBe(7);
    expect(items.map(({ action, byName }: { action: string; byName: string }) => [action, byName])).toEqual([
      ['received', null],
      ['decide', 'reviewer'],
      ['decide', 'Reviewer2'],
      ['undo', 'Reviewer2'],
      ['decide', 'reviewer'],
      ['submitted', 'reviewer'],
      ['approved', 'approver'],
    ]);
    expect(items[3].detail).toMatchObject({
      undoes: 2,
      before: { action: 'withhold' },
      after: { action: 'push_back' },
    });
    const first = (await api.get(`${path}?limit=2`, 'auditor')).json();
    const rest = (await api.get(`${path}?cursor=${first.nextCursor}`, 'auditor')).json();
    expect([...first.items, ...rest.items]).toEqual(items);
    for (const no of ['0', '99', 'x', '-1', '1e9999']) {
      expect((await api.get(`/v1/notices/${id}/targets/${no}/history`, 'auditor')).statusCode).toBe(404);
    }
    expect((await api.get(path, 'intake')).statusCode).toBe(403);
  });
});
