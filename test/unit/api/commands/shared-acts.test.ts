import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { checkSubmission } from '../../../../activities/enforcement/enforcement-check.js';
import { raiseEndedPauses } from '../../../../application/enforcement/pauses/enforcement-pauses.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { signAct } from '../../../support/registry-fixture.js';
import { ordersInForce, type OrdersInForce } from '../../../support/orders-in-force.js';
import { APPROVAL_KEYS } from '../../../support/approval-keys.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

const MASS = 3;
const DOCUMENT_SHA = createHash('sha256').update('Order').digest('hex');
const DAY = 24 * 3_600_000;
let api: ApiHarness;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine, { massTargets: MASS });
  desk = ordersInForce(api, engine);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const post = (id: string, command: string, body: object, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);
let desk: OrdersInForce;
const send = (id: string, command: string, body: object, as: Who = 'reviewer') => desk.send(id, command, body, as);
const received: OrdersInForce['received'] = (...given) => desk.received(...given);
const inForce: OrdersInForce['inForce'] = (...given) => desk.inForce(...given);
const approveAll: OrdersInForce['approveAll'] = (...given) => desk.approveAll(...given);
const carriedOut: OrdersInForce['carriedOut'] = (...given) => desk.carriedOut(...given);
const decide: OrdersInForce['decide'] = (...given) => desk.decide(...given);
let names = 0;

const revocation = (order: string, patch: object = {}, as: Who = 'intake') => {
  names += 1;
  const body = {
    kind: 'revocation',
    authority: 'in-meity',
    jurisdiction: 'IN',
    reference: `R/${names}`,
    subject: 'Revoked',
    relatesTo: [{ notice: order, as: 'revokes' }],
    ...patch,
  };
  return api.post('/v1/notices', as, body, { 'idempotency-key': `revocation-${names}` });
};

const reinstate = async (id: string, cause: string, select: object = { all: true }, as: Who = 'reviewer') =>
  (await send(id, 'reinstate', { select, cause }, as)).submission;
const lastEntry = async (id: string, action: string) =>
  (await api.get(`/v1/notices/${id}/timeline?limit=200`, 'counsel'))
    .json()
    .items.filter((entry: { action: string }) => entry.action === action)
    .at(-1).detail;

async function hasEnded(id: string, at: Date, by: Who): Promise<void> {
  await sql`update notice set effective_until = ${at} where id = ${id}::uuid`.execute(api.db);
  const facts = { authenticity: null, regime: null, effectiveUntil: at.toISOString() };
  await signAct(api.db, { noticeId: id, by: api.people[by as 'intake'].id, act: { kind: 'reading', facts } });
}

describe('restoration: who must approve', () => {
  test('requires an approver if only the notice’s row names the order’s end', async () => {
    const id = await inForce(1);
    await sql`update notice set effective_until = now() - interval '1 minute' where id = ${id}::uuid`.execute(api.db);
    expect(await reinstate(id, 'order_lapsed')).toMatchObject({ approvalsNeeded: 1, risks: ['cause_unshown'] });
  });

  test.each(['order_lapsed', 'order_revoked', 'order_annulled', 'appeal_won'])(
    'for the cause %s requires an approver if the record does not show it',
    async (cause) => {
      const id = await inForce(2);
      const waiting = { state: 'open', approvalsNeeded: 1, approverSlots: ['approver'], risks: ['cause_unshown'] };
      expect(await reinstate(id, cause)).toMatchObject(waiting);
    },
  );

  test('on our own initiative requires an approver, without an unproven-cause risk', async () => {
    const id = await inForce(1);
    expect(await reinstate(id, 'own_error')).toMatchObject({ approvalsNeeded: 1, risks: [] });
  });

  test('needs no approver if a verified revocation is on record, and names that document', async () => {
    const id = await inForce(2);
    const document = (await revocation(id)).json();
    const basis = (await api.get(`/v1/notices/${id}/restore-basis`, 'reviewer')).json();
    expect(basis).toMatchObject({ preservedUntil: null });
    expect(basis.causes.find(({ cause }: { cause: string }) => cause === 'order_revoked').alone).toEqual({
      basis: 'revocation',
      notice: document.id,
      number: document.number,
    });
    expect(basis.causes.find(({ cause }: { cause: string }) => cause === 'order_lapsed').alone).toBeNull();
    expect(await reinstate(id, 'order_revoked')).toMatchObject({ state: 'approved', approvalsNeeded: 0, risks: [] });
    expect(await lastEntry(id, 'reinstate')).toMatchObject({
      cause: 'order_revoked',
      basis: 'revocation',
      notice: document.id,
      number: document.number,
    });
    expect(await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 2 })).toMatchObject({
      ok: true,
    });
  });

  test('is not enforced if its revocation was rejected before the first action', async () => {
    const id = await inForce(1);
    const document = (await revocation(id)).json();
    await reinstate(id, 'order_revoked');
    await sql`update notice set authenticity = 'rejected' where id = ${document.id}::uuid`.execute(api.db);
    expect(await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 2 })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/proves that the legal basis is gone/),
    });
  });

  test('requires an approver if the revocation is unverified, from another authority, or covers only some targets', async () => {
    const unverified = await inForce(1);
    await revocation(unverified, { authority: { name: 'Somebody', country: 'IN' } });
    expect(await reinstate(unverified, 'order_revoked')).toMatchObject({ approvalsNeeded: 1 });
    const foreign = await inForce(1);
    const document = (await revocation(foreign)).json();
    await sql`update notice set authority_id = null, authority_name = 'Another' where id = ${document.id}::uuid`.execute(
      api.db,
    );
    expect(await reinstate(foreign, 'order_revoked')).toMatchObject({ approvalsNeeded: 1 });
    const partly = await inForce(2);
    const [first] = (await api.get(`/v1/notices/${partly}/targets`, 'reviewer')).json().items;
    await revocation(partly, { targets: [{ type: first.type, locator: first.locator }] });
    expect(await reinstate(partly, 'order_revoked')).toMatchObject({ approvalsNeeded: 1 });
    await send(partly, 'return', { submission: 2, reason: 'One by one' }, 'approver');
    expect(await reinstate(partly, 'order_revoked', { targets: [first.no] })).toMatchObject({ approvalsNeeded: 0 });
  });

  test('requires an approver if its author linked the revocation, but not for another author', async () => {
    const id = await inForce(1);
    const document = (await revocation(id, { relatesTo: [] })).json();
    await send(document.id, 'link', { notice: id, as: 'revokes' });
    expect(await reinstate(id, 'order_revoked')).toMatchObject({ approvalsNeeded: 1, risks: ['cause_unshown'] });
    await send(id, 'return', { submission: 2, reason: 'Counsel does it' }, 'approver');
    expect(await reinstate(id, 'order_revoked', { all: true }, 'counsel')).toMatchObject({ approvalsNeeded: 0 });
  });

  test('needs no approver after the order’s own end, unless too early or entered by its author', async () => {
    const effectiveUntil = new Date(Date.now() + DAY).toISOString();
    const id = await inForce(1, { effectiveUntil });
    expect(await reinstate(id, 'order_lapsed')).toMatchObject({ approvalsNeeded: 1 });
    await send(id, 'return', { submission: 2, reason: 'Not yet' }, 'approver');
    const passed = new Date(Date.now() - 60_000);
    await hasEnded(id, passed, 'intake');
    expect(await reinstate(id, 'order_lapsed')).toMatchObject({ approvalsNeeded: 0 });
    expect(await lastEntry(id, 'reinstate')).toMatchObject({ basis: 'ended', endedAt: passed.toISOString() });
    const own = await inForce(1, { read: { effectiveUntil } });
    await hasEnded(own, passed, 'reviewer');
    expect(await reinstate(own, 'order_lapsed')).toMatchObject({ approvalsNeeded: 1 });
    await send(own, 'return', { submission: 2, reason: 'Counsel does it' }, 'approver');
    expect(await reinstate(own, 'order_lapsed', { all: true }, 'counsel')).toMatchObject({ approvalsNeeded: 0 });
  });

  test('of a preservation requires an approver while its term runs, also for targets restored with it', async () => {
    const passed = new Date(Date.now() - 60_000);
    const hold = { kind: 'preservation_order', jurisdiction: 'US', regime: 'US-SCA-PRES' };
    const id = await inForce(2, { ...hold, action: 'preserve' });
    await hasEnded(id, passed, 'intake');
    await sql`update target set action = 'withhold' where notice_id = ${id}::uuid and no = 2`.execute(api.db);
    expect(await reinstate(id, 'order_lapsed', { all: true }, 'counsel')).toMatchObject({
      approvalsNeeded: 1,
      risks: ['still_preserved'],
    });
    await send(id, 'return', { submission: 2, reason: 'Apart' }, 'approver');
    expect(await reinstate(id, 'order_lapsed', { targets: [1] }, 'counsel')).toMatchObject({ approvalsNeeded: 1 });
    await send(id, 'return', { submission: 3, reason: 'Apart' }, 'approver');
    expect(await reinstate(id, 'order_lapsed', { targets: [2] }, 'counsel')).toMatchObject({ approvalsNeeded: 0 });
  });
});

describe('approver slots of a submission', () => {
  test('count targets of earlier submissions: a split order still requires counsel', async () => {
    const id = await received(4);
    await decide(id, { targets: [1, 2] }, 'withhold');
    await decide(id, { targets: [3, 4] }, 'not_found', 'not_found');
    await approveAll(id, await send(id, 'submit', {}));
    await carriedOut(id);
    await decide(id, { targets: [3, 4] }, 'withhold');
    const { submission } = await send(id, 'submit', {});
    expect(submission).toMatchObject({ approverSlots: ['approver', 'counsel'], actingSoFar: 4 });
    expect(submission.risks).toContain('mass');
  });

  test('include counsel for the refusal of a whole order, whatever is decided for single targets', async () => {
    const id = await received(3);
    await decide(id, { targets: [1, 2] }, 'push_back', 'overbroad');
    await decide(id, { targets: [3] }, 'already_actioned', 'already_actioned');
    const { submission } = await send(id, 'submit', {});
    expect(submission.approverSlots).toEqual(['approver', 'counsel']);
    expect(submission.risks).toContain('refusal_of_all');
    const approval = { submission: submission.number, digest: submission.digest };
    await send(id, 'approve', approval, 'approver');
    const other = await api.addPerson('Avi', ['approver']);
    const refused = await post(id, 'approve', approval, other);
    expect([refused.statusCode, refused.json().detail]).toEqual([403, expect.stringContaining('counsel')]);
  });

  test('come with the risks of a missing document and of an unread checklist', async () => {
    const id = await received(1, { documents: [] });
    await decide(id, { all: true }, 'withhold');
    const first = (await send(id, 'submit', {})).submission;
    expect(first.risks).toEqual(['document_missing', 'checklist_unread']);
    expect(first.approverSlots).toEqual(['approver']);
    await send(id, 'return', { submission: 1, reason: 'Read the document' }, 'approver');
    const { checklist } = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    const answers = Object.fromEntries(checklist.map(({ id: item }: { id: string }) => [item, 'present']));
    await send(id, 'triage', { checklist: answers });
    await decide(id, { all: true }, 'withhold', 'complied_under_protest');
    expect((await send(id, 'submit', {})).submission.risks).toEqual(['document_missing']);
  });
});

describe('deadline extension', () => {
  const findClock = async (id: string, as: Who = 'reviewer') =>
    (await api.get(`/v1/notices/${id}/clocks`, as))
      .json()
      .items.find(({ kind }: { kind: string }) => kind === 'comply');
  const ordered = () => received(1, { orderedDeadline: { within: 'PT4H' } });
  const anExtension = (clock: string) => ({
    clock,
    to: '2030-01-01T00:00:00Z',
    reason: 'They called.',
    authorityReference: 'phone',
  });

  test('is rejected without the authority’s document or with one that is not on record', async () => {
    const id = await ordered();
    const { id: clock } = await findClock(id);
    const bare = await post(id, 'extend', anExtension(clock));
    expect([bare.statusCode, bare.json().errors[0].path]).toEqual([422, '/document']);
    const foreign = await post(id, 'extend', { ...anExtension(clock), document: 'a'.repeat(64) });
    expect([foreign.statusCode, foreign.json().errors[0].path]).toEqual([422, '/document']);
    const unlinked = await post(id, 'extend', { ...anExtension(clock), notice: await ordered() });
    expect([unlinked.statusCode, unlinked.json().errors[0].path]).toEqual([422, '/notice']);
    expect((await findClock(id)).pendingExtension).toBeNull();
  });

  test('moves no deadline before a second person confirms it', async () => {
    const id = await ordered();
    const before = await findClock(id);
    await send(id, 'extend', { ...anExtension(before.id), document: DOCUMENT_SHA });
    const waiting = await findClock(id);
    expect(waiting).toMatchObject({
      dueAt: before.dueAt,
      escalation: before.escalation,
      receipt: before.receipt,
      moves: [],
    });
    expect(waiting.pendingExtension).toMatchObject({
      to: '2030-01-01T00:00:00.000Z',
      by: api.people.reviewer.id,
      byName: 'reviewer',
      authorityReference: 'phone',
      document: { document: DOCUMENT_SHA },
    });
    const own = await post(id, 'confirm-deadline', { clock: before.id });
    expect([own.statusCode, own.json().type]).toEqual([403, 'urn:notice-desk:problem:four-eyes']);
    expect((await findClock(id)).dueAt).toBe(before.dueAt);
    await send(id, 'confirm-deadline', { clock: before.id, to: '2030-01-01T00:00:00Z' }, 'approver');
    const after = await findClock(id);
    expect(after).toMatchObject({ dueAt: '2030-01-01T00:00:00.000Z', pendingExtension: null, confirmed: true });
    expect(after.escalation.at(-1).at).toBe('2030-01-01T00:00:00.000Z');
    expect(after.receipt.facts.extended_to).toBe('2030-01-01T00:00:00.000Z');
    expect(after.moves).toMatchObject([
      { cause: 'extend', by: 'reviewer', confirmedBy: 'approver', document: { document: DOCUMENT_SHA } },
    ]);
    expect((await post(id, 'confirm-deadline', { clock: before.id }, 'approver')).statusCode).toBe(409);
    expect(await lastEntry(id, 'confirm_deadline')).toMatchObject({ requestedBy: 'reviewer' });
    const kept = api.db.selectFrom('audit_entry').select('detail').where('notice_id', '=', id);
    const { detail } = await kept.where('action', '=', 'confirm_deadline').executeTakeFirstOrThrow();
    expect(detail).toMatchObject({
      requestedBy: expect.stringMatching(/^staff-/),
      requestedById: api.people.reviewer.id,
    });
  });

  test('replaces a pending one, and rejects a confirmation of the earlier one', async () => {
    const id = await ordered();
    const { id: clock } = await findClock(id);
    await send(id, 'extend', { ...anExtension(clock), document: DOCUMENT_SHA });
    const later = { ...anExtension(clock), to: '2031-01-01T00:00:00Z', document: DOCUMENT_SHA };
    await send(id, 'extend', later, 'counsel');
    const stale = await post(id, 'confirm-deadline', { clock, to: '2030-01-01T00:00:00Z' }, 'approver');
    expect([stale.statusCode, stale.json().type]).toEqual([409, 'urn:notice-desk:problem:version-conflict']);
    expect((await post(id, 'confirm-deadline', { clock }, 'counsel')).statusCode).toBe(403);
    await send(id, 'confirm-deadline', { clock, to: '2031-01-01T00:00:00Z' });
    expect((await findClock(id)).dueAt).toBe('2031-01-01T00:00:00.000Z');
  });

  test('shows a linked notice as its document only to people who can read it', async () => {
    const id = await ordered();
    const { id: clock } = await findClock(id);
    const { id: document } = await api.receive({ secrecy: await api.gagged() });
    await send(document, 'link', { notice: id, as: 'follows' }, 'counsel');
    await send(id, 'extend', { ...anExtension(clock), notice: document }, 'counsel');
    expect((await findClock(id, 'counsel')).pendingExtension.document).toMatchObject({ notice: document });
    expect((await findClock(id)).pendingExtension.document).toBeNull();
    const timeline = (await api.get(`/v1/notices/${id}/timeline?limit=200`, 'reviewer')).body;
    expect(timeline).not.toContain(document);
  });
});

describe('enforcement pause by one person', () => {
  const act = async (what: string, body: object, as: Who = 'ops') => api.post(`/v1/ops/enforcement/${what}`, as, body);
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
  const alert = async () =>
    (await api.get('/v1/ops/alerts?kind=enforcement_paused', 'ops')).json().items as {
      summary: string;
      notice: string;
    }[];

  test('ends after an hour, and lasts longer only once another person agrees', async () => {
    const id = await inForce(1);
    const longer = { notice: id, reason: 'Maintenance.', until: hours(5) };
    const paused = (await act('pause', longer)).json();
    expect(paused).toMatchObject({ paused: true, changed: true, requestedUntil: longer.until });
    expect(Date.parse(paused.until) - Date.now()).toBeLessThanOrEqual(3_600_000);
    const [raised] = (await alert()).filter(({ notice }) => notice === id);
    expect(raised?.summary).toContain(`until ${paused.until}. Requested until ${longer.until}`);
    const own = await act('confirm', { notice: id });
    expect([own.statusCode, own.json().type]).toEqual([403, 'urn:notice-desk:problem:four-eyes']);
    expect((await act('confirm', { notice: id }, 'reviewer')).statusCode).toBe(403);
    expect((await act('confirm', { notice: id }, 'approver')).json()).toMatchObject({
      until: longer.until,
      requestedUntil: null,
    });
    expect((await act('confirm', { notice: id }, 'counsel')).statusCode).toBe(409);
    expect((await alert()).filter(({ notice }) => notice === id)[0]?.summary).toContain('approver has confirmed');
    await act('resume', { notice: id, reason: 'Done.' });
    expect((await act('confirm', { notice: id }, 'counsel')).statusCode).toBe(409);
  });

  test('stops blocking when it expires, is logged, and cannot be renewed by the same person', async () => {
    const id = await inForce(1);
    await act('pause', { notice: id, reason: 'Wait.' });
    await sql`update enforcement_pause set since = now() - interval '61 minutes', until = now() - interval '1 second'
      where notice_id = ${id}::uuid`.execute(api.db);
    const again = await act('pause', { notice: id, reason: 'Wait on.' });
    expect([again.statusCode, again.json().type]).toEqual([403, 'urn:notice-desk:problem:four-eyes']);
    await raiseEndedPauses(api.db, new Date());
    expect(await alert()).toEqual([]);
    expect(await lastEntry(id, 'enforcement_pause_over')).toHaveProperty('until');
    expect((await act('pause', { notice: id, reason: 'Wait on.' }, 'counsel')).json()).toMatchObject({ changed: true });
    await act('resume', { notice: id, reason: 'Done.' });
  });

  test('cannot be renewed by the same person after the system clock was set back', async () => {
    const id = await inForce(1);
    await act('pause', { notice: id, reason: 'Wait.' });
    await sql`update enforcement_pause set since = now() + interval '50 minutes', until = now() + interval '110 minutes',
      ended_at = now() + interval '110 minutes' where notice_id = ${id}::uuid`.execute(api.db);
    const again = await act('pause', { notice: id, reason: 'Wait on.' });
    expect([again.statusCode, again.json().type]).toEqual([403, 'urn:notice-desk:problem:four-eyes']);
  });
});
