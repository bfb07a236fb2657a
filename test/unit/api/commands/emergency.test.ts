import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { checkSubmission } from '../../../../activities/enforcement/enforcement-check.js';
import { openDuties } from '../../../../application/enforcement/restore/open-duties.js';
import { drainOutbox } from '../../../../application/letters/outbox/drain-outbox.js';
import { APPROVAL_KEYS } from '../../../support/approval-keys.js';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
let approver2: HarnessPerson;
let nowMs = Date.now();
const engine = createDomainEngine(() => nowMs);

beforeAll(async () => {
  api = await startDomainApi(engine, { massTargets: 3 });
  approver2 = await api.addPerson('Approver2', ['approver']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const send = (id: string, command: string, body: object, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);

async function done(id: string, command: string, body: object, as: Who = 'reviewer') {
  const answer = await send(id, command, body, as);
  if (answer.statusCode !== 200) throw new Error(`${command}: ${answer.body}`);
  return answer.json();
}
const readSlug = async (answer: ReturnType<typeof send>) => ((await answer).json().type as string).split(':').at(-1);

let names = 0;
async function anOrder({
  targets = 2,
  within = 'PT1H',
  grounds = ['emergency_interim'],
}: {
  targets?: number;
  within?: string;
  grounds?: string[];
} = {}): Promise<string> {
  nowMs = Date.now();
  const accounts = Array.from({ length: targets }, () => ({ type: 'account', locator: `@e${(names += 1)}` }));
  const { id } = await api.receive({ targets: accounts, orderedDeadline: { within }, reference: `E/${names}` });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await done(id, 'triage', {});
  await done(id, 'decide', { select: { all: true }, action: 'withhold', grounds });
  return id;
}

const approveAs = async (id: string, as: Who, command = 'approve') => {
  const { submission } = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
  return send(id, command, { submission: submission.number, digest: submission.digest }, as);
};
const view = async (id: string) => (await api.get(`/v1/notices/${id}`, 'counsel')).json();
const drain = (id: string) => drainOutbox(api.context, { limit: 10, noticeId: id });
const policyClock = async (id: string) => {
  const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
  return items.find(({ kind }: { kind: string }) => kind === 'policy');
};
const listAlerts = async (id: string) => (await view(id)).alert.map(({ kind }: { kind: string }) => kind);

/** An enforced emergency with its ratification clock running. */
async function carriedOut(options: Parameters<typeof anOrder>[0] = {}): Promise<string> {
  const id = await anOrder(options);
  await done(id, 'submit', { emergency: true });
  expect((await approveAs(id, 'approver')).statusCode).toBe(200);
  await drain(id);
  await engine.settle(id, 'enforce', { ok: true, ledger: { ...engine.stateOf(id).ledger, applied: 2 } });
  return id;
}

describe('emergency', () => {
  test('is enforced on one approval, and opens a ratification duty with its clock', async () => {
    const id = await anOrder({ targets: 4 });
    const { submission } = await done(id, 'submit', { emergency: true });
    expect(submission).toMatchObject({
      emergency: true,
      approvalsNeeded: 1,
      approverSlots: ['approver'],
      risks: expect.arrayContaining(['emergency', 'mass']),
    });
    expect(await readSlug(approveAs(id, 'reviewer'))).toBe('four-eyes');
    const approved = (await approveAs(id, 'approver')).json();
    expect(approved).toMatchObject({
      stage: 'enforcement',
      ratification: { submission: 1, state: 'open', approverSlots: ['counsel'], approvals: [] },
    });
    expect(await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 1 })).toMatchObject({
      ok: true,
    });
    await drain(id);
    const clock = await policyClock(id);
    expect(clock).toMatchObject({ state: 'running', basis: 'policy', owner: 'us' });
    expect(Date.parse(clock.dueAt) - nowMs).toBe(24 * 3_600_000);
    expect(clock.receipt).toMatchObject({ confidence: 'policy', rule: { countsFrom: 'approved' } });
    expect((await view(id)).allowedCommands).toContain('ratify');
  });

  test('is ratified by the rest of the quorum, which meets the clock', async () => {
    const id = await carriedOut({ targets: 4 });
    expect(await readSlug(approveAs(id, 'reviewer', 'ratify'))).toBe('four-eyes');
    expect(await readSlug(approveAs(id, 'approver', 'ratify'))).toBe('four-eyes');
    expect(await readSlug(approveAs(id, approver2, 'ratify'))).toBe('forbidden');
    expect(await readSlug(approveAs(id, 'ops', 'ratify'))).toBe('forbidden');
    expect(await readSlug(send(id, 'ratify', { submission: 1, digest: 'sha256:x' }, 'counsel'))).toBe(
      'digest-mismatch',
    );
    expect(await readSlug(send(id, 'close', { reason: 'done' }))).toBe('illegal-transition');
    const ratified = (await approveAs(id, 'counsel', 'ratify')).json();
    expect(ratified.ratification).toMatchObject({ state: 'ratified', approvals: [{ by: api.people.counsel.id }] });
    expect(await policyClock(id)).toMatchObject({ state: 'met' });
    expect(await readSlug(approveAs(id, 'counsel', 'ratify'))).toBe('four-eyes');
    expect(await listAlerts(id)).not.toContain('not_ratified');
  });

  test('leaves no running clock if ratified before its clock was started', async () => {
    const id = await anOrder();
    await done(id, 'submit', { emergency: true });
    await approveAs(id, 'approver');
    expect((await approveAs(id, approver2, 'ratify')).statusCode).toBe(200);
    await drain(id);
    expect(await policyClock(id)).toMatchObject({ state: 'met' });
  });

  test('restores nothing by itself when refused, but alerts people to restore and blocks closing', async () => {
    const id = await carriedOut();
    const digest = (await view(id)).submission.digest;
    const refusal = { submission: 1, digest, refuse: true };
    expect((await send(id, 'ratify', refusal, 'counsel')).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/reason' }],
    });
    const refused = await done(id, 'ratify', { ...refusal, reason: 'No basis.' }, 'counsel');
    expect(refused.ratification).toMatchObject({ state: 'refused' });
    expect(engine.stateOf(id).effects.map(({ type }) => type)).not.toContain('enforce');
    expect(await listAlerts(id)).toContain('not_ratified');
    expect((await send(id, 'close', { reason: 'x' })).json().detail).toContain('refused ratification');
    await sql`update target set status = 'applied' where notice_id = ${id}::uuid`.execute(api.db);
    await done(id, 'reinstate', { select: { all: true }, cause: 'own_error', note: 'Refused.' });
    expect((await approveAs(id, 'approver')).statusCode).toBe(200);
    await engine.settle(id, 'enforce', { ok: true, ledger: { ...engine.stateOf(id).ledger, applied: 0, restored: 2 } });
    expect(await listAlerts(id)).not.toContain('not_ratified');
  });

  test('refused opens a restoration duty, counts as unsupported, and is restored by another person than the refuser', async () => {
    const id = await carriedOut();
    await sql`update target set status = 'applied', platform_id = notice_id || ':' || no where notice_id = ${id}::uuid`.execute(
      api.db,
    );
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, platform_id, countries, status)
      select notice_id || ':1:' || no || ':withhold', notice_id, 1, no, 'withhold', type, platform_id, '{IN}', 'applied'
      from target where notice_id = ${id}::uuid`.execute(api.db);
    await sql`insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
      select notice_id || ':1:' || no || ':withhold', notice_id, no, type, locator, platform_id, '{IN}', false, now()
      from target where notice_id = ${id}::uuid`.execute(api.db);
    const { digest } = (await view(id)).submission;
    await done(id, 'ratify', { submission: 1, digest, refuse: true, reason: 'No basis.' }, 'counsel');
    await openDuties(api.context, new Date(nowMs));
    await drain(id);
    const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
    expect(items.find(({ kind }: { kind: string }) => kind === 'reinstate')).toMatchObject({ state: 'running' });
    const notice = await view(id);
    // The time to acknowledge is company policy too, and nobody has acknowledged yet.
    const plans = items.filter(
      ({ basis, state, kind }: { basis: string; state: string; kind: string }) =>
        basis === 'policy' && state === 'running' && kind !== 'comply',
    );
    expect(plans.map(({ kind }: { kind: string }) => kind)).toContain('reinstate');
    const [first] = plans.map(({ dueAt }: { dueAt: string }) => dueAt).toSorted();
    expect(notice.nextPlan).toMatchObject({ dueAt: first });
    expect(notice.alert.map(({ kind }: { kind: string }) => kind)).toContain('restore_due');
    const path = `/v1/reports/unsupported-restrictions?limit=200&at=${new Date(Date.now() + 1_000).toISOString()}`;
    const listed = (await api.get(path, 'reviewer')).json().items;
    expect(listed.filter((item: { notice: string }) => item.notice === id)).toMatchObject([
      { cause: 'ratification_refused' },
      { cause: 'ratification_refused' },
    ]);
    const restore = { select: { all: true }, cause: 'emergency_refused', note: 'Refused.' };
    expect((await done(id, 'reinstate', restore, 'counsel')).submission).toMatchObject({ approvalsNeeded: 1 });
    await done(id, 'return', { submission: 2, reason: 'A reviewer restores it.' }, 'approver');
    const alone = await done(id, 'reinstate', restore);
    expect(alone).toMatchObject({ stage: 'enforcement', submission: { approvalsNeeded: 0 } });
    expect(await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 3 })).toMatchObject({
      ok: true,
    });
  });

  test('not ratified in time raises an alert and pages, and restores nothing', async () => {
    const id = await carriedOut();
    const effects = engine.stateOf(id).effects.length;
    nowMs += 25 * 3_600_000;
    await engine.passTo(id, nowMs);
    expect(await listAlerts(id)).toEqual(expect.arrayContaining(['clock_missed', 'not_ratified']));
    const added = engine.stateOf(id).effects.slice(effects);
    expect(new Set(added.map(({ type }) => type))).toEqual(new Set(['mail_staff', 'page']));
    expect((await approveAs(id, approver2, 'ratify')).statusCode).toBe(200);
    expect(await listAlerts(id)).not.toContain('not_ratified');
    expect(await policyClock(id)).toMatchObject({ state: 'missed', metAt: expect.any(String) });
  });

  test('is not enforced if its recorded submission differs from the signed one', async () => {
    const id = await anOrder();
    await done(id, 'submit', { emergency: true });
    await approveAs(id, 'approver');
    const check = () => checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 1 });
    await sql`update submission set emergency = false where notice_id = ${id}::uuid`.execute(api.db);
    expect(await check()).toMatchObject({ ok: false, reason: expect.stringContaining('not the one that was signed') });
  });
});

describe('second emergency on a notice', () => {
  const check = (id: string) => checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 2 });

  async function twice(): Promise<string> {
    const id = await carriedOut();
    await sql`update submission set started_at = now() where notice_id = ${id}::uuid`.execute(api.db);
    expect((await approveAs(id, approver2, 'ratify')).statusCode).toBe(200);
    // A further list with its own hour.
    const state = engine.stateOf(id);
    const clocks = state.clocks.map((clock) =>
      clock.kind === 'comply' ? { ...clock, state: 'running' as const, metAtMs: null } : clock,
    );
    engine.restore({ ...state, stage: 'in_force', effects: [], clocks });
    await sql`update notice set stage = 'in_force' where id = ${id}::uuid`.execute(api.db);
    await sql`update target set status = 'undecided', action = null, submission = null where notice_id = ${id}::uuid and no = 2`.execute(
      api.db,
    );
    await done(id, 'decide', { select: { targets: [2] }, action: 'withhold', grounds: ['emergency_interim'] });
    await done(id, 'submit', { emergency: true });
    expect((await approveAs(id, 'approver')).statusCode).toBe(200);
    return id;
  }

  test('is enforced if signatures show that the first was ratified', async () => {
    expect(await check(await twice())).toMatchObject({ ok: true });
  });

  test('is not enforced if only a row shows the ratification', async () => {
    const id = await twice();
    await sql`update ratification set approvals = jsonb_set(approvals, '{0,commandId}', to_jsonb(gen_random_uuid()::text))
      where notice_id = ${id}::uuid`.execute(api.db);
    expect(await check(id)).toMatchObject({
      ok: false,
      unproven: true,
      reason: expect.stringContaining('ratification'),
    });
    await sql`delete from ratification where notice_id = ${id}::uuid`.execute(api.db);
    expect(await check(id)).toMatchObject({ ok: false, reason: expect.stringContaining('not ratified') });
  });
});

describe('emergency submission', () => {
  test('is rejected without a clock of at most an hour', async () => {
    const id = await anOrder({ within: 'PT2H' });
    const answer = await send(id, 'submit', { emergency: true });
    expect(answer.json()).toMatchObject({ status: 409, detail: expect.stringContaining('of at most one hour') });
    expect((await done(id, 'submit', {})).submission).toMatchObject({ number: 2, emergency: false });
  });

  test('is rejected for decisions other than interim withholding', async () => {
    const id = await anOrder({ grounds: ['legal_basis_met'] });
    expect((await send(id, 'submit', { emergency: true })).json()).toMatchObject({ errors: [{ path: '/emergency' }] });
    await done(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] });
    expect((await send(id, 'submit', { emergency: true })).json()).toMatchObject({ errors: [{ path: '/emergency' }] });
  });

  test('is rejected if it acts on a protected target, and accepted once that target is pushed back', async () => {
    const id = await anOrder();
    await sql`update target set protected_class = 'press' where notice_id = ${id}::uuid and no = 1`.execute(api.db);
    expect(await readSlug(send(id, 'submit', { emergency: true }))).toBe('protected-target');
    await done(id, 'decide', { select: { targets: [1] }, action: 'push_back', grounds: ['protected_speech'] });
    expect((await done(id, 'submit', { emergency: true })).submission).toMatchObject({ emergency: true });
  });
});

/** Risks that every order of these tests has. */
const OF_THE_DOCUMENT = ['document_missing', 'checklist_unread'];

describe('risks of a submission', () => {
  test('are shown to approvers, and require counsel if company policy says so', async () => {
    const id = await anOrder({ targets: 1, grounds: ['legal_basis_met'] });
    await done(id, 'decide', { select: { all: true }, action: 'remove_law', grounds: ['legal_basis_met'] });
    expect((await done(id, 'submit', {})).submission).toMatchObject({
      risks: ['wider_than_order', ...OF_THE_DOCUMENT],
      approverSlots: ['approver'],
    });
    const strict = await anOrder({ targets: 1, grounds: ['legal_basis_met'] });
    await done(strict, 'decide', { select: { all: true }, action: 'remove_law', grounds: ['legal_basis_met'] });
    api.context.widerScope = 'counsel';
    try {
      expect((await done(strict, 'submit', {})).submission.approverSlots).toEqual(['approver', 'counsel']);
    } finally {
      api.context.widerScope = 'flag';
    }
  });

  test('include a departure from an open notice’s decision, never from a secret one’s', async () => {
    const account = { type: 'account', locator: '@precedent' };
    const decided = async (secrecy: object) => {
      const { id } = await api.receive({ targets: [account], secrecy, reference: `P/${(names += 1)}` });
      await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
      await done(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] }, 'counsel');
      await sql`update target set status = 'approved' where notice_id = ${id}::uuid`.execute(api.db);
    };
    const submitted = async () => {
      const { id } = await api.receive({ targets: [account], reference: `P/${(names += 1)}` });
      await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
      await done(id, 'triage', {});
      await done(id, 'decide', { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] }, 'counsel');
      return (await done(id, 'submit', {}, 'counsel')).submission.risks;
    };
    await decided(await api.gagged());
    expect(await submitted()).toEqual(OF_THE_DOCUMENT);
    await decided({ level: 'open' });
    expect(await submitted()).toEqual(['departs_from_precedent', ...OF_THE_DOCUMENT]);
  });
});
