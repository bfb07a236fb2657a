import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
let counsel2: HarnessPerson;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine, { massTargets: 0 });
  counsel2 = await api.addPerson('Zoe', ['counsel']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
async function send(id: string, command: string, body: object, as: Who = 'reviewer') {
  const answer = await api.post(`/v1/notices/${id}/${command}`, as, body);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
}
const decide = (id: string, nos: number[], action: string, ground: string, more: object = {}) =>
  send(id, 'decide', { select: { targets: nos }, action, grounds: [ground], ...more });
const read = async (path: string, as: Who = 'reviewer') => (await api.get(`/v1/notices/${path}`, as)).json();

let names = 0;
async function received(count: number) {
  const targets = Array.from({ length: count }, () => ({ type: 'account', locator: `@s${(names += 1)}` }));
  const { id } = await api.receive({ targets });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await send(id, 'triage', {});
  return id;
}

async function approved(id: string) {
  const { submission } = await send(id, 'submit', {});
  for (const who of ['approver', 'counsel'] as const)
    await send(id, 'approve', { submission: submission.number, digest: submission.digest }, who);
}

/** Submission 1 with six targets, returned; submission 2 with four of them decided otherwise. */
async function twice() {
  const id = await received(6);
  await sql`update target set protected_class = 'press' where notice_id = ${id}::uuid and no <= 2`.execute(api.db);
  await decide(id, [1, 2, 3, 4], 'withhold', 'legal_basis_met');
  await decide(id, [5, 6], 'not_found', 'not_found');
  await send(id, 'submit', {
    comment: 'All of it',
    letter: { language: 'en', fields: { salutation: 'Dear Sir or Madam' } },
  });
  await send(id, 'return', { submission: 1, reason: 'Press is speech' }, 'counsel');
  await decide(id, [1, 2, 3], 'push_back', 'protected_speech');
  await decide(id, [4], 'withhold', 'complied_under_protest');
  await decide(id, [5], 'push_back', 'overbroad');
  // Decided back and forth: no change.
  await decide(id, [5], 'not_found', 'not_found');
  await send(id, 'submit', { comment: 'As asked' });
  return id;
}

describe('GET /v1/notices/{id}/submissions', () => {
  test('lists submissions with their approvals and returns, newest first', async () => {
    const id = await twice();
    const { reviewer, counsel } = api.people;
    const { digest } = (await read(id)).submission;
    await send(id, 'approve', { submission: 2, digest }, 'approver');
    const { items } = await read(`${id}/submissions`);
    expect(items).toMatchObject([
      {
        number: 2,
        state: 'open',
        digest,
        by: reviewer.id,
        byName: 'reviewer',
        byAction: { withhold: 1, push_back: 3, not_found: 2 },
        targets: 6,
        approverSlots: ['approver', 'counsel'],
        risks: ['mass', 'document_missing', 'checklist_unread', 'sender_is_new'],
        approvals: [{ by: api.people.approver.id, name: 'approver' }],
        comment: 'As asked',
        letter: { language: 'en', fields: {}, law: { inForceFrom: '2009-10-27' } },
        returned: null,
      },
      {
        number: 1,
        state: 'returned',
        byAction: { withhold: 4, not_found: 2 },
        risks: ['protected', 'mass', 'necessity_unanswered', 'document_missing', 'checklist_unread', 'sender_is_new'],
        approvals: [],
        comment: 'All of it',
        letter: { language: 'en', fields: { salutation: 'Dear Sir or Madam' } },
        returned: { by: counsel.id, byName: 'counsel', reason: 'Press is speech' },
      },
    ]);
    expect(await read(`${id}/submissions?limit=1&count=true`)).toMatchObject({ items: [{ number: 2 }], total: 2 });
    const [, ofOps] = (await read(`${id}/submissions`, 'ops')).items;
    expect(ofOps.letter).toBeNull();
  });

  test('answers 404 for a notice the caller cannot read', async () => {
    const people = [api.people.counsel.id, counsel2.id];
    const { id: hidden } = await api.receive({ secrecy: { level: 'gagged', people } });
    for (const path of ['submissions', 'submissions/1/targets', 'submissions/1/changes'])
      expect((await api.get(`/v1/notices/${hidden}/${path}`, 'reviewer')).statusCode).toBe(404);
  });
});

describe('GET /v1/notices/{id}/submissions/{n}/changes', () => {
  test('counts changes by action, in groups with protected targets first, and per target', async () => {
    const id = await twice();
    const changes = await read(`${id}/submissions/2/changes?count=true`);
    expect(changes).toMatchObject({
      against: 1,
      changed: 4,
      total: 4,
      byAction: [
        { action: 'withhold', before: 4, after: 1 },
        { action: 'push_back', before: 0, after: 3 },
        { action: 'not_found', before: 2, after: 2 },
      ],
      groups: [
        { from: 'withhold', to: 'push_back', count: 3, protected: 2 },
        { from: 'withhold', to: 'withhold', count: 1, protected: 0 },
      ],
      nextCursor: null,
    });
    expect(changes.items[0]).toMatchObject({
      no: 1,
      type: 'account',
      protectedClass: 'press',
      flags: [],
      before: { action: 'withhold', grounds: ['legal_basis_met'], countries: ['IN'], note: '' },
      after: { action: 'push_back', grounds: ['protected_speech'], countries: [], note: '' },
    });
    expect(changes.items.map(({ no }: { no: number }) => no)).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ['protected=any', [1, 2]],
    ['protected=none', [3, 4]],
    ['action=push_back', [1, 2, 3]],
    ['action=withhold', [1, 2, 3, 4]],
    ['from=withhold&to=withhold', [4]],
    ['from=none', []],
  ])('filters by %s across pages', async (filter, nos) => {
    const id = await twice();
    const seen: number[] = [];
    for (let cursor = ''; ; ) {
      const page = await read(`${id}/submissions/2/changes?limit=1&count=true&${filter}${cursor}`);
      expect(page).toMatchObject({ changed: 4, total: nos.length });
      seen.push(...page.items.map(({ no }: { no: number }) => no));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(nos);
  });

  test('lists every target as changed for the first submission', async () => {
    const id = await twice();
    const first = await read(`${id}/submissions/1/changes`);
    expect(first).toMatchObject({ against: null, changed: 6, items: [{ no: 1, before: null }, {}, {}, {}, {}, {}] });
    expect(first.groups).toEqual([
      { from: null, to: 'withhold', count: 4, protected: 2 },
      { from: null, to: 'not_found', count: 2, protected: 0 },
    ]);
  });

  test('lists what a restoration lifts', async () => {
    const id = await received(2);
    await decide(id, [1, 2], 'withhold', 'legal_basis_met');
    await approved(id);
    await sql`update target set status = 'applied' where notice_id = ${id}::uuid`.execute(api.db);
    await engine.settle(id, 'enforce', {
      ok: true,
      ledger: { targets: 2, undecided: 0, byAction: { withhold: 2 }, applied: 2, failed: 0, restored: 0 },
    });
    await send(id, 'reinstate', { select: { targets: [2] }, cause: 'own_error', note: 'Not ours to withhold' });
    expect(await read(`${id}/submissions/2/changes`)).toMatchObject({
      against: null,
      changed: 1,
      byAction: [
        { action: 'withhold', before: 1, after: 0 },
        { action: 'restore', before: 0, after: 1 },
      ],
      items: [{ no: 2, before: { action: 'withhold' }, after: { action: 'restore', countries: ['IN'] } }],
    });
    expect((await read(`${id}/submissions/2/targets`)).items).toMatchObject([
      { no: 2, decision: { action: 'restore', countries: ['IN'] } },
    ]);
    expect((await read(`${id}/submissions`)).items[0]).toMatchObject({
      purpose: 'restoration',
      cause: 'own_error',
      comment: 'Not ours to withhold',
    });
  });

  test.each([
    ['submissions/3/changes', 404],
    ['submissions/x/changes', 404],
    ['submissions/0/targets', 404],
    ['submissions/2/changes?against=2', 422],
    ['submissions/1/changes?against=1', 422],
    ['submissions/2/changes?action=bogus', 422],
  ])('%s answers %d', async (path, status) => {
    const id = await twice();
    expect((await api.get(`/v1/notices/${id}/${path}`, 'reviewer')).statusCode).toBe(status);
  });
});

describe('GET /v1/notices/{id}/submissions/{n}/targets', () => {
  const actions = async (id: string, number: number, query = '') =>
    (await read(`${id}/submissions/${number}/targets?count=true${query}`)).items.map(
      ({ no, decision }: { no: number; decision: { action: string } }) => `${no} ${decision.action}`,
    );

  test('shows decisions as they were frozen, after targets were decided again', async () => {
    const id = await twice();
    const first = ['1 withhold', '2 withhold', '3 withhold', '4 withhold', '5 not_found', '6 not_found'];
    expect(await actions(id, 1)).toEqual(first);
    expect(await actions(id, 2)).toEqual([
      '1 push_back',
      '2 push_back',
      '3 push_back',
      '4 withhold',
      '5 not_found',
      '6 not_found',
    ]);
    expect(await actions(id, 2, '&action=push_back&protected=any')).toEqual(['1 push_back', '2 push_back']);
  });

  test('excludes targets that an earlier approved submission contains', async () => {
    const id = await received(3);
    await decide(id, [1, 2], 'withhold', 'legal_basis_met');
    await decide(id, [3], 'not_found', 'not_found');
    await approved(id);
    await engine.settle(id, 'enforce', {
      ok: true,
      ledger: { targets: 3, undecided: 0, byAction: { withhold: 2, not_found: 1 }, applied: 2, failed: 0, restored: 0 },
    });
    while (engine.stateOf(id).stage === 'reporting') await engine.settle(id, 'send_letter', { ok: true });
    await decide(id, [3], 'clarify', 'ambiguous_order');
    await send(id, 'submit', {});
    expect(await actions(id, 1)).toEqual(['1 withhold', '2 withhold', '3 not_found']);
    expect(await actions(id, 2)).toEqual(['3 clarify']);
    expect(await read(`${id}/submissions/2/changes`)).toMatchObject({
      against: 1,
      changed: 1,
      items: [{ no: 3, before: { action: 'not_found' }, after: { action: 'clarify' } }],
    });
  });

  test('shows the decisions covered by the approved digest', async () => {
    const id = await twice();
    const { items } = await read(`${id}/submissions/2/targets`);
    const rows = await api.db
      .selectFrom('target')
      .select(['no', 'action', 'grounds', 'countries', 'decision_note as note'])
      .where('notice_id', '=', id)
      .where('submission', '=', 2)
      .orderBy('no')
      .execute();
    expect(items.map(({ no, decision }: { no: number; decision: object }) => ({ no, ...decision }))).toEqual(rows);
  });
});

describe('mayApprove of an open submission', () => {
  const mayApprove = async (id: string, as: Who) => (await read(id, as)).submission.mayApprove;

  test('explains the caller’s approval rights to author, approver, and person who has already approved', async () => {
    const id = await twice();
    const { approver, counsel } = api.people;
    const both = [
      { id: approver.id, name: 'approver', roles: ['approver'] },
      { id: counsel2.id, name: 'Zoe', roles: ['counsel'] },
      { id: counsel.id, name: 'counsel', roles: ['counsel'] },
    ];
    const author = await mayApprove(id, 'reviewer');
    expect(author).toMatchObject({ ok: false, slot: null, why: expect.stringContaining('You made this submission') });
    expect(new Set(author.others.map((person: object) => JSON.stringify(person)))).toEqual(
      new Set(both.map((person) => JSON.stringify(person))),
    );
    expect(await mayApprove(id, 'approver')).toMatchObject({ ok: true, why: null, slot: 'approver' });
    expect(await mayApprove(id, 'counsel')).toMatchObject({ ok: true, slot: 'counsel' });
    expect(await mayApprove(id, 'ops')).toMatchObject({ ok: false, why: expect.stringContaining('one of the roles') });
    const { digest } = (await read(id)).submission;
    await send(id, 'approve', { submission: 2, digest }, 'approver');
    expect(await mayApprove(id, 'approver')).toMatchObject({
      ok: false,
      why: expect.stringContaining('already approved'),
    });
    const another = await api.addPerson('Another', ['approver']);
    expect(await mayApprove(id, another)).toMatchObject({ ok: false, why: expect.stringContaining('Open: counsel') });
    const { others } = await mayApprove(id, 'reviewer');
    expect(others.map(({ id: person }: { id: string }) => person).toSorted()).toEqual(
      [counsel.id, counsel2.id].toSorted(),
    );
  });

  test('names the delegate of an absent approver, and only people who can read the notice', async () => {
    const stand = await api.addPerson('Stand', ['counsel']);
    const id = await twice();
    await api.agreed(`/v1/people/${counsel2.id}/absence`, {
      until: new Date(Date.now() + 3_600_000).toISOString(),
      substitute: stand.id,
    });
    const ids = (await mayApprove(id, 'reviewer')).others.map(({ id: person }: { id: string }) => person);
    expect(ids).toContain(stand.id);
    expect(ids).not.toContain(counsel2.id);
    await sql`update notice set secrecy_level = 'gagged', secrecy_people = array[${api.people.reviewer.id}, ${api.people.counsel.id}]
      where id = ${id}::uuid`.execute(api.db);
    expect((await mayApprove(id, 'reviewer')).others).toMatchObject([{ id: api.people.counsel.id }]);
  });

  test('is null once the submission is no longer open', async () => {
    const id = await twice();
    await send(id, 'return', { submission: 2, reason: 'Again' }, 'counsel');
    expect(await mayApprove(id, 'counsel')).toBeNull();
  });
});

describe('text for outgoing letters', () => {
  test('with a staff name or phone number is rejected by field, and nothing is frozen', async () => {
    await api.addPerson('Mira Novak', ['reviewer']);
    const id = await received(2);
    await decide(id, [1], 'withhold', 'legal_basis_met');
    await decide(id, [2], 'push_back', 'other', { note: 'Ask Mira Novak.' });
    const submit = (fields: object) =>
      api.post(`/v1/notices/${id}/submit`, 'reviewer', { letter: { language: 'en', fields } });
    const refused = await submit({ remarks: 'Ask MIRA NOVAK.' });
    expect([refused.statusCode, refused.json().errors]).toEqual([
      422,
      [{ path: '/letter/fields/remarks', message: expect.stringContaining('"Mira Novak"') }],
    ]);
    expect((await submit({ remarks: 'Call +91 80 4567 8901.' })).json().errors).toMatchObject([
      { path: '/letter/fields/remarks' },
    ]);
    expect((await submit({ remarks: 'Ask the office.' })).json().errors).toMatchObject([
      { path: '', message: expect.stringContaining('The note on item 2') },
    ]);
    const dialogue = { with: 'The Secretary', subject: 'A list', proposal: 'Mira Novak calls.' };
    expect((await api.post(`/v1/notices/${id}/request-dialogue`, 'counsel', dialogue)).json().errors).toMatchObject([
      { path: '/proposal' },
    ]);
    expect((await read(id)).stage).toBe('review');
    await decide(id, [2], 'push_back', 'other', { note: 'Ask the office.' });
    expect((await submit({ remarks: 'Ask the office.' })).statusCode).toBe(200);
  });
});
