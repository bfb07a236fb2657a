import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { checkSubmission } from '../../../../activities/enforcement/enforcement-check.js';
import { refuseByAuthorshipOrPermission } from '../../../../domain/commands/authority-to-act.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { APPROVAL_KEYS } from '../../../support/approval-keys.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const WITHHOLD = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };
const send = (id: string, path: string, body: object, as: Who) => api.post(`/v1/notices/${id}/${path}`, as, body);
const read = async (id: string, as: Who = 'reviewer') => (await api.get(`/v1/notices/${id}`, as)).json();
const exclude = (id: string, as: Who, person: string) =>
  send(id, 'exclusions', { person, reason: 'Family in the country.' }, as);
async function aNotice() {
  const { id } = await api.receive({ targets: [{ type: 'account', locator: '@one' }] });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  return id;
}

async function submitted() {
  const id = await aNotice();
  await send(id, 'triage', {}, 'reviewer');
  await send(id, 'decide', WITHHOLD, 'reviewer');
  const { submission } = (await send(id, 'submit', {}, 'reviewer')).json();
  return { id, approval: { submission: submission.number, digest: submission.digest } };
}

describe('recusal', () => {
  test('bars the person from deciding, submitting and being assigned, and says why', async () => {
    const id = await aNotice();
    expect((await exclude(id, 'reviewer', api.people.reviewer.id)).statusCode).toBe(201);
    const refused = await send(id, 'decide', WITHHOLD, 'reviewer');
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({ type: expect.stringContaining('four-eyes') });
    for (const [path, body] of [
      ['triage', {}],
      ['submit', {}],
      ['claim', {}],
    ] as const)
      expect((await send(id, path, body, 'reviewer')).statusCode).toBe(403);
    const assigned = await send(id, 'assign', { to: api.people.reviewer.id }, 'counsel');
    expect(assigned.json().errors).toMatchObject([{ path: '/to' }]);
    const view = await read(id);
    expect(view.exclusions).toMatchObject([{ number: 1, person: api.people.reviewer.id, by: api.people.reviewer.id }]);
    expect(view.commands.find(({ name }: { name: string }) => name === 'decide').why).toBe('four_eyes');
    expect(view.allowedCommands).toEqual(expect.not.arrayContaining(['decide', 'claim', 'triage']));
  });

  test('waits until the person has given the notice away', async () => {
    const id = await aNotice();
    await send(id, 'claim', {}, 'reviewer');
    expect((await exclude(id, 'reviewer', api.people.reviewer.id)).statusCode).toBe(409);
    await send(id, 'release', {}, 'reviewer');
    expect((await exclude(id, 'reviewer', api.people.reviewer.id)).statusCode).toBe(201);
    expect((await exclude(id, 'reviewer', api.people.reviewer.id)).statusCode).toBe(409);
  });

  test('is ended by counsel or ops, never by the person', async () => {
    const id = await aNotice();
    await exclude(id, 'counsel', api.people.counsel.id);
    const end = (as: Who, n = 1) => send(id, `exclusions/${n}/end`, { reason: 'Looked into.' }, as);
    expect((await end('counsel')).json().type).toContain('four-eyes');
    expect((await end('reviewer')).statusCode).toBe(403);
    expect((await end('ops', 7)).statusCode).toBe(404);
    expect((await end('ops')).statusCode).toBe(200);
    expect((await read(id)).exclusions).toEqual([]);
    expect((await send(id, 'claim', {}, 'counsel')).statusCode).toBe(200);
  });
});

describe('exclusion', () => {
  test('of another person is for counsel and ops', async () => {
    const id = await aNotice();
    expect((await exclude(id, 'reviewer', api.people.approver.id)).statusCode).toBe(403);
    expect((await exclude(id, 'auditor', api.people.auditor.id)).statusCode).toBe(403);
    expect((await exclude(id, 'ops', api.people.approver.id)).statusCode).toBe(201);
    const unknown = await exclude(id, 'ops', '00000000-0000-4000-8000-000000000000');
    expect(unknown.json().errors).toMatchObject([{ path: '/person' }]);
    expect((await send(id, 'exclusions', { person: 'x', reason: '' }, 'ops')).statusCode).toBe(422);
  });

  test('removes the person from those who may approve, and their approval no longer counts', async () => {
    const { id, approval } = await submitted();
    const second = await api.addPerson('Second', ['approver']);
    await exclude(id, 'counsel', api.people.approver.id);
    expect((await send(id, 'approve', approval, 'approver')).json().type).toContain('four-eyes');
    const { mayApprove } = (await read(id)).submission;
    expect(mayApprove.others.map(({ id: other }: { id: string }) => other)).not.toContain(api.people.approver.id);
    expect((await send(id, 'approve', approval, second)).json().stage).toBe('enforcement');
    const check = () => checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 1 });
    expect(await check()).toMatchObject({ ok: true });
    await exclude(id, 'counsel', second.id);
    expect(await check()).toMatchObject({ ok: false, unproven: false, reason: expect.stringContaining('excluded') });
  });

  test('of an absent person takes their role from the substitute', () => {
    const absent = { id: 'absent', name: 'Absent', roles: ['approver' as const] };
    const actor = { kind: 'person' as const, id: 'substitute', name: 'Substitute', roles: [], actsFor: [absent] };
    const refusal = (excluded: string[]) =>
      refuseByAuthorshipOrPermission({ submission: null, excluded }, actor, 'approve');
    expect(refusal([])).toBeNull();
    expect(refusal(['absent'])).toMatchObject({ code: 'four_eyes' });
  });
});

describe('the flag of danger to staff', () => {
  test('is set by anyone who may act and cleared by counsel or ops', async () => {
    const id = await aNotice();
    const flag = (risk: boolean, as: Who) => send(id, 'staff-risk', { risk, reason: 'Threats by telephone.' }, as);
    expect((await flag(false, 'counsel')).statusCode).toBe(409);
    expect((await flag(true, 'reviewer')).json()).toEqual({ notice: id, risk: true });
    expect((await flag(true, 'reviewer')).statusCode).toBe(409);
    expect((await read(id)).staffRisk).toMatchObject({ reason: 'Threats by telephone.', by: api.people.reviewer.id });
    expect((await flag(false, 'reviewer')).statusCode).toBe(403);
    expect((await flag(false, 'counsel')).statusCode).toBe(200);
    expect((await read(id)).staffRisk).toBeNull();
    const actions = (await api.get(`/v1/notices/${id}/timeline?limit=200`, 'reviewer')).json().items;
    expect(actions.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['staff_risk_flagged', 'staff_risk_cleared']),
    );
  });
});

describe('a hand-over note', () => {
  test('is shown to the assignee in what waits for them and on the notice', async () => {
    const id = await aNotice();
    const to = api.people.reviewer.id;
    await send(id, 'assign', { to, note: 'Posts 4 to 7 are open.' }, 'ops');
    const { items } = (await api.get('/v1/me/inbox', 'reviewer')).json();
    expect(items.find((item: { id: string }) => item.id === id)).toMatchObject({ note: 'Posts 4 to 7 are open.' });
    expect((await read(id)).handover).toMatchObject({ note: 'Posts 4 to 7 are open.', byName: expect.any(String) });
    await send(id, 'assign', { to: api.people.counsel.id }, 'ops');
    expect((await read(id)).handover).toBeNull();
    expect((await send(id, 'assign', { to, note: 'a'.repeat(2_001) }, 'ops')).statusCode).toBe(422);
  });
});
