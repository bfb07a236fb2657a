import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { checkSubmission } from '../../../../activities/enforcement/enforcement-check.js';
import { watchApprovers } from '../../../../jobs/watch-approvers.js';
import { insertAbsence, listDelegates } from '../../../../registry/people/absences.js';
import { listStaffToNotify } from '../../../../registry/people/people.js';
import { APPROVAL_KEYS } from '../../../support/approval-keys.js';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
let stand: HarnessPerson;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
  stand = await api.addPerson('Stand', ['approver', 'counsel']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const send = (id: string, command: string, body: object, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);
const hoursOn = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const absent = (who: HarnessPerson, body: object, as: Who = 'admin') =>
  api.post(`/v1/people/${who.id}/absence`, as, body);
const away = (who: HarnessPerson, substitute: HarnessPerson, as: Who = who) =>
  absent(who, { until: hoursOn(8), substitute: substitute.id }, as);
const back = async (...people: HarnessPerson[]) => {
  for (const person of people) expect((await absent(person, { over: true })).statusCode).toBe(200);
};

let names = 0;
async function waiting(patch: Record<string, unknown> = {}): Promise<{ id: string; body: object }> {
  const { id } = await api.receive({ targets: [{ type: 'account', locator: `@a${(names += 1)}` }], ...patch });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await send(id, 'triage', {});
  await send(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] });
  const { submission } = (await send(id, 'submit', {})).json();
  expect(submission.approverSlots).toEqual(['approver', 'counsel']);
  return { id, body: { submission: submission.number, digest: submission.digest } };
}

const alert = async (id: string) =>
  (await api.get(`/v1/ops/alerts?kind=absent_approver`, 'ops'))
    .json()
    .items.filter(({ notice }: { notice: string }) => notice === id);

describe('POST /v1/people/{id}/absence', () => {
  test('is allowed for admins and the person only, and shows in the list of people', async () => {
    const { approver, counsel } = api.people;
    expect((await away(approver, stand, 'reviewer')).statusCode).toBe(403);
    const answer = await away(approver, stand, approver);
    expect(answer.json()).toMatchObject({
      id: approver.id,
      absences: [{ substitute: stand.id, substituteName: 'Stand' }],
    });
    const { items } = (await api.get('/v1/people', 'admin')).json();
    expect(items.find(({ id }: HarnessPerson) => id === approver.id).absences).toHaveLength(1);
    expect(items.find(({ id }: HarnessPerson) => id === counsel.id).absences).toEqual([]);
    const { items: audit } = (await api.get('/v1/audit?limit=200', 'auditor')).json();
    expect(audit.at(-1).entry).toMatchObject({
      action: 'absence_entered',
      detail: { person: approver.id, substitute: stand.id },
    });
    await back(approver);
  });

  test('rejects an unknown, own, absent or unsuitable delegate, and a period that is over', async () => {
    const { approver } = api.people;
    const at = { until: hoursOn(5) };
    const wrong = async (body: object, path: string) =>
      expect((await absent(approver, body)).json()).toMatchObject({ status: 422, errors: [{ path }] });
    await wrong({ ...at, substitute: 'nobody@desk.example' }, '/substitute');
    await wrong({ ...at, substitute: approver.id }, '/substitute');
    await wrong({ until: hoursOn(-1), substitute: stand.id }, '/until');
    await wrong({ from: hoursOn(3), until: hoursOn(2), substitute: stand.id }, '/until');
    const both = await api.addPerson('Both', ['approver', 'counsel']);
    await away(stand, both);
    await wrong({ ...at, substitute: stand.id }, '/substitute');
    await back(stand);
    // Nor a person without the role: a substitution grants none.
    for (const role of ['ops', 'reviewer', 'counsel'] as const)
      await wrong({ ...at, substitute: api.people[role].id }, '/substitute');
    expect((await absent({ id: 'x', key: '' }, { over: true })).statusCode).toBe(404);
  });
});

/** Inserts an absence directly, past the checks of the API. */
const enter = (who: HarnessPerson, substitute: HarnessPerson) =>
  insertAbsence(api.db, {
    id: uuidv7(),
    person_id: who.id,
    substitute_id: substitute.id,
    from_at: new Date(Date.now() - 1_000),
    until_at: new Date(Date.now() + 3_600_000),
    entered_by: who.id,
  });

describe('delegate of an absent person', () => {
  test('approves in their own name, in the approver slot of the absent person', async () => {
    const { id, body } = await waiting();
    await away(api.people.counsel, stand);
    expect((await api.get(`/v1/notices/${id}`, stand)).json().allowedCommands).toContain('approve');
    expect((await send(id, 'approve', body, 'approver')).statusCode).toBe(200);
    const approved = (await send(id, 'approve', body, stand)).json();
    expect(approved.submission.approvals).toMatchObject([{ by: api.people.approver.id }, { by: stand.id }]);
    expect(approved.submission.state).toBe('approved');
    expect(await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 1 })).toMatchObject({
      ok: true,
    });
    await back(api.people.counsel);
  });

  test('gains no role through a delegation, not even by a forged row, and is limited by their key’s roles', async () => {
    const { id, body } = await waiting();
    for (const role of ['reviewer', 'ops', 'admin'] as const) {
      await enter(api.people.counsel, api.people[role]);
      expect((await send(id, 'approve', body, role)).statusCode).toBe(403);
      await back(api.people.counsel);
    }
    await away(api.people.counsel, stand);
    await sql`update api_key set roles = '{approver}' where person_id = ${stand.id}::uuid`.execute(api.db);
    const approved = (await send(id, 'approve', body, stand)).json();
    expect(approved.submission.approvals).toMatchObject([{ by: stand.id }]);
    expect(approved.submission.state).toBe('open');
    await sql`update api_key set roles = '{approver,counsel}' where person_id = ${stand.id}::uuid`.execute(api.db);
    await back(api.people.counsel);
  });

  test('represents the absent person only during the absence, and not while absent themselves', async () => {
    const actsFor = async () => (await listDelegates(api.db, { id: stand.id, roles: ['counsel'] })).map(({ id }) => id);
    await absent(api.people.counsel, { from: hoursOn(1), until: hoursOn(8), substitute: stand.id }, 'counsel');
    expect(await actsFor()).toEqual([]);
    await back(api.people.counsel);
    await away(api.people.counsel, stand);
    expect(await actsFor()).toEqual([api.people.counsel.id]);
    await away(stand, await api.addPerson('Third', ['counsel']));
    expect(await actsFor()).toEqual([]);
    await back(stand, api.people.counsel);
    expect(await actsFor()).toEqual([]);
  });

  test('of the author does not approve in the author’s place', async () => {
    const author = await api.addPerson('Author', ['counsel']);
    const { id } = await waiting();
    await send(id, 'return', { submission: 1, reason: 'x' }, 'approver');
    const { submission } = (await send(id, 'submit', {}, author)).json();
    await away(author, stand);
    const body = { submission: submission.number, digest: submission.digest };
    const { approvals } = (await send(id, 'approve', body, stand)).json().submission;
    expect(approvals).toMatchObject([{ by: stand.id }]);
    expect(JSON.stringify(approvals)).not.toContain(author.id);
    await back(author);
  });

  test('is not notified of a secret notice through the delegated role alone', async () => {
    const { id } = await api.receive({ secrecy: { level: 'restricted' } });
    const second = await api.addPerson('Second', ['approver']);
    await away(api.people.approver, second);
    expect((await api.get(`/v1/notices/${id}`, second)).statusCode).toBe(404);
    const recipients = (await listStaffToNotify(api.db, { noticeId: id, roles: ['approver'] })).map(({ name }) => name);
    expect(recipients).not.toContain('Second');
    await back(api.people.approver);
  });
});

describe('alert absent_approver', () => {
  test('is raised while no present person can fill an approver slot, and resolved once one can', async () => {
    const { id } = await waiting();
    await watchApprovers(api.db);
    expect(await alert(id)).toEqual([]);
    await sql`update person set active = false where 'counsel' = any (roles) and id <> ${api.people.counsel.id}::uuid`.execute(
      api.db,
    );
    // A person without the counsel role is delegated none of it.
    await enter(api.people.counsel, await api.addPerson('Intern', ['intake']));
    await watchApprovers(api.db);
    expect(await alert(id)).toMatchObject([
      { summary: expect.stringContaining('counsel'), detail: { approverSlots: ['counsel'] } },
    ]);
    await sql`update person set active = true where id = ${stand.id}::uuid`.execute(api.db);
    await watchApprovers(api.db);
    expect(await alert(id)).toEqual([]);
    await back(api.people.counsel);
  });
});
