import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { checkSubmission } from '../../../../activities/enforcement/enforcement-check.js';
import type { Command } from '../../../../domain/commands/command.js';
import { computeKeyId } from '../../../../config/approval-keys.js';
import { APPROVAL_KEYS, makeApprovalKeys, AUDIT_KEY, RECEIPT_KEY } from '../../../support/approval-keys.js';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
let counsel2: HarnessPerson;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine, { massTargets: 1 });
  counsel2 = await api.addPerson('Counsel2', ['counsel']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const send = (id: string, command: string, body: object, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);
const WITHHOLD = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };

let names = 0;
async function submitted(): Promise<{ id: string; approval: { submission: number; digest: string } }> {
  const targets = [1, 2, 3].map(() => ({ type: 'account', locator: `@v${(names += 1)}` }));
  const { id } = await api.receive({ targets });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await send(id, 'triage', {});
  await send(id, 'decide', WITHHOLD);
  return { id, approval: await submit(id) };
}

async function submit(id: string) {
  const answer = await send(id, 'submit', {});
  if (answer.statusCode !== 200) throw new Error(answer.body);
  const { number: submission, digest } = answer.json().submission;
  return { submission, digest };
}

const DIFFERS = /digests do not match|not the one that was signed/;
const check = (id: string) => checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 1 });

describe('open submission', () => {
  test('rejects every edit of its notice', async () => {
    const { id, approval } = await submitted();
    const other = await submitted();
    await send(id, 'approve', approval, 'approver');
    const edits: [string, object][] = [
      ['decide', WITHHOLD],
      ['undo-decide', {}],
      ['copy-decisions', { from: other.id }],
      ['submit', {}],
      ['triage', {}],
      ['reinstate', { select: { all: true }, cause: 'own_error', note: '' }],
    ];
    for (const [command, body] of edits)
      expect([command, (await send(id, command, body)).statusCode]).toEqual([command, 409]);
    const { submission } = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    expect(submission).toMatchObject({ digest: approval.digest, approvals: [{ by: api.people.approver.id }] });
  });

  test('loses its approvals when returned and edited, and rejects approvals of its earlier digest', async () => {
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, 'approver');
    await send(id, 'return', { submission: 1, reason: 'Target 2' }, 'counsel');
    await send(id, 'decide', { ...WITHHOLD, select: { targets: [2] }, action: 'push_back', grounds: ['overbroad'] });
    const again = await submit(id);
    expect(again.submission).toBe(2);
    expect(again.digest).not.toBe(approval.digest);
    const view = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    expect(view.submission.approvals).toEqual([]);
    const stale = await send(id, 'approve', { ...again, digest: approval.digest }, 'approver');
    expect(stale.json().type).toBe('urn:notice-desk:problem:digest-mismatch');
    expect((await send(id, 'approve', approval, 'approver')).statusCode).toBe(409);
    expect((await send(id, 'approve', again, 'approver')).json().stage).toBe('approval');
    expect((await send(id, 'approve', again, counsel2)).json().stage).toBe('enforcement');
    expect(await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 2 })).toMatchObject({
      ok: true,
    });
  });

  test.each([
    ['action', sql`update target set action = 'remove_law' where no = 2 and notice_id = `],
    ['countries', sql`update target set countries = '{IN,DE}' where no = 2 and notice_id = `],
    ['grounds', sql`update target set grounds = '{complied_under_protest}' where no = 2 and notice_id = `],
    ['note', sql`update target set decision_note = 'x' where no = 2 and notice_id = `],
    ['locator', sql`update target set locator = '@another' where no = 2 and notice_id = `],
    ['number of targets', sql`update target set submission = null where no = 2 and notice_id = `],
    ['emergency', sql`update submission set emergency = true where notice_id = `],
    ['letter', sql`update submission set letter = '{"language":"en","fields":{"remarks":"x"}}' where notice_id = `],
  ])('is not enforced if its %s was changed in the registry after approval', async (_what, edit) => {
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, 'approver');
    await send(id, 'approve', approval, 'counsel');
    expect(await check(id)).toMatchObject({ ok: true });
    await sql`${edit} ${id}::uuid`.execute(api.db);
    expect(await check(id)).toMatchObject({ ok: false, unproven: true, reason: expect.stringMatching(DIFFERS) });
  });

  test('is not enforced if a recorded approval stands for the author or counts one person twice', async () => {
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, 'approver');
    await send(id, 'approve', approval, 'counsel');
    const findDelegatedRole = (owner: string) =>
      sql`update approval set stood_for = array[${owner}::uuid] where notice_id = ${id}::uuid and person_id = ${api.people.approver.id}::uuid`.execute(
        api.db,
      );
    await findDelegatedRole(api.people.reviewer.id);
    expect(await check(id)).toMatchObject({ reason: 'Someone approved on behalf of the author.' });
    await findDelegatedRole(api.people.counsel.id);
    expect(await check(id)).toMatchObject({ reason: 'One person counts for two of the approvals.' });
    await findDelegatedRole(counsel2.id);
    expect(await check(id)).toMatchObject({ reason: expect.stringContaining('not their substitute') });
  });
});

describe('four-eyes rule for drafters', () => {
  const drafted = async () => {
    const targets = [1, 2].map(() => ({ type: 'account', locator: `@v${(names += 1)}` }));
    const { id } = await api.receive({ targets });
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await send(id, 'triage', {}, 'counsel');
    await send(id, 'decide', { ...WITHHOLD, select: { targets: [1] } }, 'counsel');
    await send(id, 'decide', { ...WITHHOLD, select: { targets: [2] } }, 'reviewer');
    await send(id, 'release', {}, 'counsel');
    return { id, approval: await submit(id) };
  };

  test('denies a drafter the approval of another person’s submission, and shows so beforehand', async () => {
    const { id, approval } = await drafted();
    const refused = await send(id, 'approve', approval, 'counsel');
    expect([refused.statusCode, refused.json()]).toEqual([
      403,
      expect.objectContaining({
        type: 'urn:notice-desk:problem:four-eyes',
        detail:
          'You drafted decisions of this submission, or took part in what it restores. Another person must approve it.',
      }),
    ]);
    const view = (await api.get(`/v1/notices/${id}`, 'counsel')).json();
    expect(view.submission.mayApprove).toMatchObject({ ok: false, why: refused.json().detail });
    expect(view.commands.find(({ name }: { name: string }) => name === 'approve').why).toBe('four_eyes');
    expect(view.submission.drafters.sort()).toEqual([api.people.counsel.id, api.people.reviewer.id].sort());
    await send(id, 'approve', approval, 'approver');
    expect((await send(id, 'approve', approval, counsel2)).json().stage).toBe('enforcement');
    expect(await check(id)).toMatchObject({ ok: true });
  });

  test('denies a drafter the approval through a delegate too', async () => {
    const { id, approval } = await drafted();
    const delegate = await api.addPerson('Delegate', ['reviewer']);
    // Not even by a row inserted past the checks: a substitute is delegated no role that they do not have.
    await sql`insert into absence (id, person_id, substitute_id, from_at, until_at, entered_by)
      values (gen_random_uuid(), ${api.people.counsel.id}::uuid, ${delegate.id}::uuid, now(), now() + interval '1 hour',
        ${api.people.admin.id}::uuid)`.execute(api.db);
    expect((await send(id, 'approve', approval, delegate)).statusCode).toBe(403);
    await sql`delete from absence`.execute(api.db);
  });
});

describe('approval', () => {
  const person = (name: string, { active = true, roles = ['approver'] }: { active?: boolean; roles?: string[] }) =>
    sql`update person set active = ${active}, roles = ${roles}::text[] where name = ${name}`.execute(api.db);

  test.each([
    ['is deactivated', { active: false }],
    ['loses the role', { roles: ['intake'] }],
  ])('lapses before the last approval if its approver %s, and its approver slot reopens', async (_what, patch) => {
    const name = `Fired${(names += 1)}`;
    const fired = await api.addPerson(name, ['approver']);
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, fired);
    await person(name, patch);
    const seen = (await api.get(`/v1/notices/${id}`, 'approver')).json();
    expect(seen.submission).toMatchObject({ approvals: [], lapsedApprovals: [{ name }], mayApprove: { ok: true } });
    const last = await send(id, 'approve', approval, 'counsel');
    expect(last.json()).toMatchObject({
      stage: 'approval',
      submission: { approvals: [{ by: api.people.counsel.id }] },
    });
    const timeline = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json().items;
    expect(timeline.flatMap(({ detail }: { detail: { voided?: object[] } }) => detail.voided ?? [])).toEqual([
      { id: fired.id, name },
    ]);
    expect((await send(id, 'approve', approval, 'approver')).json().stage).toBe('enforcement');
    expect(await check(id)).toMatchObject({ ok: true });
  });

  test('can be given again by an approver who has regained the role', async () => {
    const name = `Back${(names += 1)}`;
    const back = await api.addPerson(name, ['approver']);
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, back);
    await person(name, { active: false });
    await send(id, 'approve', approval, 'counsel');
    await person(name, {});
    expect((await send(id, 'approve', approval, back)).json().stage).toBe('enforcement');
    expect(await check(id)).toMatchObject({ ok: true });
  });

  test('no longer counts if its approver leaves between the last approval and the first action', async () => {
    const name = `Gone${(names += 1)}`;
    const gone = await api.addPerson(name, ['approver']);
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, gone);
    await send(id, 'approve', approval, 'counsel');
    await person(name, { active: false });
    expect(await check(id)).toMatchObject({ ok: false, unproven: true, reason: expect.stringContaining('active') });
    await sql`update submission set started_at = now() where notice_id = ${id}::uuid`.execute(api.db);
    expect(await check(id)).toMatchObject({ ok: true });
    const again = await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 1, again: true });
    expect(again).toMatchObject({ ok: false, unproven: true });
  });

  test('is not acted on after the sender was denied, or if two approvers also vetted the sender', async () => {
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, 'approver');
    await send(id, 'approve', approval, 'counsel');
    const sender = (set: ReturnType<typeof sql>) =>
      sql`update notice set ${set} where id = ${id}::uuid`.execute(api.db);
    await sender(sql`authenticity = 'rejected'`);
    expect(await check(id)).toMatchObject({ ok: false, unproven: false, reason: expect.stringContaining('rejected') });
    const word = (['approver', 'counsel'] as const).map((name) => ({ id: api.people[name].id, from: 'unverified' }));
    await sender(sql`authenticity = 'signer_verified', verified_by = ${JSON.stringify(word)}::jsonb`);
    expect(await check(id)).toMatchObject({
      unproven: true,
      reason: expect.stringContaining('had verified the sender'),
    });
    await sender(sql`verified_by = ${JSON.stringify(word.slice(1))}::jsonb`);
    expect(await check(id)).toMatchObject({ ok: true });
  });

  test('counts under its own signing key only, and under a replaced key until its end', async () => {
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, 'approver');
    await send(id, 'approve', approval, 'counsel');
    const by = (verifier: ReturnType<typeof APPROVAL_KEYS.verifier>) =>
      checkSubmission(api.db, verifier, { noticeId: id, submission: 1 });
    expect(await by(makeApprovalKeys().verifier())).toMatchObject({ unproven: true });
    expect(await by(APPROVAL_KEYS.verifier('2020-01-01T00:00:00Z'))).toMatchObject({ unproven: true });
    expect(await by(APPROVAL_KEYS.verifier(new Date(Date.now() + 1_000).toISOString()))).toMatchObject({ ok: true });
  });

  test.each([
    ['a row put there by hand', sql`update approval set command_id = gen_random_uuid() where notice_id = `],
    [
      'another author',
      sql`update submission set author = (select id from person where name = 'admin') where notice_id = `,
    ],
    ['fewer approver slots', sql`update submission set approver_slots = '{approver}' where notice_id = `],
    ['fewer drafters', sql`update submission set drafters = '{}' where notice_id = `],
  ])('on record with %s is not accepted', async (_what, edit) => {
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, 'approver');
    await send(id, 'approve', approval, 'counsel');
    await sql`${edit} ${id}::uuid`.execute(api.db);
    expect(await check(id)).toMatchObject({ ok: false, unproven: true });
  });

  test('given as a delegate counts only while the record shows the absence and the delegate', async () => {
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, 'approver');
    await send(id, 'approve', approval, 'counsel');
    const away = await api.addPerson(`Away${(names += 1)}`, ['approver']);
    const { rows } = await sql<{ body: Command }>`
      select body from command where notice_id = ${id}::uuid and actor ->> 'id' = ${api.people.approver.id}`.execute(
      api.db,
    );
    const [given] = rows.flatMap(({ body }) => (body.name === 'approve' ? [body] : []));
    if (given === undefined) throw new Error('no approval');
    const actsFor = [{ id: away.id, name: 'Away', roles: ['approver' as const] }];
    const signed = APPROVAL_KEYS.signer.signActOf(id, { ...given, actor: { ...given.actor, actsFor } }, new Date());
    await sql`alter table signed_act disable trigger user`.execute(api.db);
    await sql`update signed_act set statement = ${signed?.statement}, signature = ${signed?.signature}
      where command_id = ${given.id}::uuid`.execute(api.db);
    await sql`alter table signed_act enable trigger user`.execute(api.db);
    await sql`update approval set stood_for = array[${away.id}::uuid], roles = '{approver}'
      where notice_id = ${id}::uuid and person_id = ${api.people.approver.id}::uuid`.execute(api.db);
    expect(await check(id)).toMatchObject({
      unproven: true,
      reason: expect.stringContaining('not their substitute'),
    });
    await sql`insert into absence (id, person_id, substitute_id, from_at, until_at, entered_by) values (gen_random_uuid(),
      ${away.id}::uuid, ${api.people.approver.id}::uuid, now() - interval '1 hour', now() + interval '1 hour', ${api.people.admin.id}::uuid)`.execute(
      api.db,
    );
    expect(await check(id)).toMatchObject({ ok: true });
    await sql`delete from absence`.execute(api.db);
  });

  test('is not accepted beside an accepted return of the same submission', async () => {
    const { id, approval } = await submitted();
    await send(id, 'approve', approval, 'approver');
    await send(id, 'approve', approval, 'counsel');
    await sql`insert into command (id, notice_id, name, actor, body, state) values
      (gen_random_uuid(), ${id}::uuid, 'return', '{}', '{"body":{"submission":1}}', 'accepted')`.execute(api.db);
    expect(await check(id)).toMatchObject({ reason: 'The submission has been sent back.' });
  });
});

test('GET /v1/receipt-keys lists the public signing keys without credentials', async () => {
  const { statusCode, ...answer } = await api.get('/v1/receipt-keys?count=true', null);
  expect(statusCode).toBe(200);
  const published = [
    ['approval', APPROVAL_KEYS.publicKey],
    ['audit', AUDIT_KEY.publicKey],
    ['receipt', RECEIPT_KEY.publicKey],
  ] as const;
  const items = published.map(([use, publicKey]) => ({
    id: computeKeyId(publicKey),
    use,
    algorithm: 'ed25519',
    publicKey,
    since: expect.stringMatching(/Z$/),
    until: null,
  }));
  expect(answer.json()).toEqual({
    items: items.sort((one, other) => (one.id < other.id ? -1 : 1)),
    nextCursor: null,
    total: 3,
  });
  expect((await api.get('/v1/receipt-keys?limit=0', null)).statusCode).toBe(422);
});
