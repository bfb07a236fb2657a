import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { checkSubmission } from '../../../../activities/enforcement-check.js';
import { APPROVAL_KEYS } from '../../../support/approval-keys.js';
import { startDomainApi, type ApiHarness, type Person } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
let counsel2: Person;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine, { massTargets: 1 });
  counsel2 = await api.addPerson('Counsel2', ['counsel']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const send = (id: string, command: string, body: object, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);
const WITHHOLD = { select: { all: true }, lane: 'withhold', grounds: ['legal_basis_met'] };

let names = 0;
/** A mass order, so that an approver and counsel have to say yes. */
async function submitted(): Promise<{ id: string; yes: { submission: number; digest: string } }> {
  const targets = [1, 2, 3].map(() => ({ type: 'account', locator: `@v${(names += 1)}` }));
  const { id } = await api.receive({ targets });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await send(id, 'triage', {});
  await send(id, 'decide', WITHHOLD);
  return { id, yes: await submit(id) };
}

async function submit(id: string) {
  const answer = await send(id, 'submit', {});
  if (answer.statusCode !== 200) throw new Error(answer.body);
  const { number: submission, digest } = answer.json().submission;
  return { submission, digest };
}

const DIFFERS = /digests differ|not the one that was signed/;
const check = (id: string) => checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 1 });

describe('a submission that waits', () => {
  test('takes no edit, whatever its name', async () => {
    const { id, yes } = await submitted();
    const other = await submitted();
    await send(id, 'approve', yes, 'approver');
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
    expect(submission).toMatchObject({ digest: yes.digest, approvals: [{ by: api.people.approver.id }] });
  });

  test('returned and edited has lost its yeses, and a yes to what it was is refused', async () => {
    const { id, yes } = await submitted();
    await send(id, 'approve', yes, 'approver');
    await send(id, 'return', { submission: 1, reason: 'Target 2' }, 'counsel');
    await send(id, 'decide', { ...WITHHOLD, select: { targets: [2] }, lane: 'push_back', grounds: ['overbroad'] });
    const again = await submit(id);
    expect(again.submission).toBe(2);
    expect(again.digest).not.toBe(yes.digest);
    const view = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    expect(view.submission.approvals).toEqual([]);
    const stale = await send(id, 'approve', { ...again, digest: yes.digest }, 'approver');
    expect(stale.json().type).toBe('urn:notice-desk:problem:digest-mismatch');
    expect((await send(id, 'approve', yes, 'approver')).statusCode).toBe(409);
    expect((await send(id, 'approve', again, 'approver')).json().stage).toBe('approval');
    expect((await send(id, 'approve', again, counsel2)).json().stage).toBe('enforcement');
    expect(await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 2 })).toMatchObject({
      ok: true,
    });
  });

  test.each([
    ['lane', sql`update target set lane = 'remove_law' where no = 2 and notice_id = `],
    ['countries', sql`update target set countries = '{IN,DE}' where no = 2 and notice_id = `],
    ['grounds', sql`update target set grounds = '{complied_under_protest}' where no = 2 and notice_id = `],
    ['note', sql`update target set decision_note = 'x' where no = 2 and notice_id = `],
    ['locator', sql`update target set locator = '@another' where no = 2 and notice_id = `],
    ['number of targets', sql`update target set submission = null where no = 2 and notice_id = `],
    ['emergency', sql`update submission set emergency = true where notice_id = `],
    ['letter', sql`update submission set letter = '{"language":"en","fields":{"remarks":"x"}}' where notice_id = `],
  ])('approved and edited behind its back in its %s is not carried out', async (_what, edit) => {
    const { id, yes } = await submitted();
    await send(id, 'approve', yes, 'approver');
    await send(id, 'approve', yes, 'counsel');
    expect(await check(id)).toMatchObject({ ok: true });
    await sql`${edit} ${id}::uuid`.execute(api.db);
    expect(await check(id)).toMatchObject({ ok: false, unproven: true, reason: expect.stringMatching(DIFFERS) });
  });

  test('approved in the author’s place, or twice by one person, on record is not carried out', async () => {
    const { id, yes } = await submitted();
    await send(id, 'approve', yes, 'approver');
    await send(id, 'approve', yes, 'counsel');
    const standFor = (whose: string) =>
      sql`update approval set stood_for = array[${whose}::uuid] where notice_id = ${id}::uuid and person_id = ${api.people.approver.id}::uuid`.execute(
        api.db,
      );
    await standFor(api.people.reviewer.id);
    expect(await check(id)).toMatchObject({ reason: 'Somebody has approved in the place of the author.' });
    await standFor(api.people.counsel.id);
    expect(await check(id)).toMatchObject({ reason: 'One person counts for two of the approvals.' });
    await standFor(counsel2.id);
    expect(await check(id)).toMatchObject({ reason: expect.stringContaining('substitute they were not') });
  });
});
