import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { checkSubmission } from '../../../../activities/enforcement-check.js';
import { watchApprovers } from '../../../../client/rounds/watch-approvers.js';
import { listStaffToTell } from '../../../../registry/people/people.js';
import { APPROVAL_KEYS } from '../../../support/approval-keys.js';
import { startDomainApi, type ApiHarness, type Person } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
let stand: Person;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
  stand = await api.addPerson('Stand', ['reviewer']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const send = (id: string, command: string, body: object, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);
const hoursOn = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const absent = (who: Person, body: object, as: Who = 'admin') => api.post(`/v1/people/${who.id}/absence`, as, body);
const away = (who: Person, substitute: Person, as: Who = 'admin') =>
  absent(who, { until: hoursOn(8), substitute: substitute.id }, as);
const back = async (...people: Person[]) => {
  for (const person of people) expect((await absent(person, { over: true })).statusCode).toBe(200);
};

let names = 0;
/** A submission by the reviewer that waits for approver and counsel. */
async function waiting(patch: Record<string, unknown> = {}): Promise<{ id: string; body: object }> {
  const { id } = await api.receive({ targets: [{ type: 'account', locator: `@a${(names += 1)}` }], ...patch });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await send(id, 'triage', {});
  await send(id, 'decide', { select: { all: true }, lane: 'push_back', grounds: ['overbroad'] });
  const { submission } = (await send(id, 'submit', {})).json();
  expect(submission.seats).toEqual(['approver', 'counsel']);
  return { id, body: { submission: submission.number, digest: submission.digest } };
}

const attention = async (id: string) =>
  (await api.get(`/v1/ops/attention?kind=absent_approver`, 'ops'))
    .json()
    .items.filter(({ notice }: { notice: string }) => notice === id);

describe('POST /v1/people/{id}/absence', () => {
  test('is for admins and for the person alone, and is shown in the list of people', async () => {
    const { approver, counsel } = api.people;
    expect((await away(approver, stand, 'reviewer')).statusCode).toBe(403);
    const answer = await away(approver, stand, approver);
    expect(answer.json()).toMatchObject({
      id: approver.id,
      absences: [{ substitute: stand.id, substituteName: 'Stand' }],
    });
    const { items } = (await api.get('/v1/people', 'admin')).json();
    expect(items.find(({ id }: Person) => id === approver.id).absences).toHaveLength(1);
    expect(items.find(({ id }: Person) => id === counsel.id).absences).toEqual([]);
    const { items: audit } = (await api.get('/v1/audit?limit=200', 'auditor')).json();
    expect(audit.at(-1)).toMatchObject({
      action: 'absence_entered',
      detail: { person: approver.id, substitute: stand.id },
    });
    await back(approver);
  });

  test('refuses a substitute who is nobody, the person, inactive or absent too, and a time that is over', async () => {
    const { approver, counsel } = api.people;
    const at = { until: hoursOn(5) };
    const wrong = async (body: object, path: string) =>
      expect((await absent(approver, body)).json()).toMatchObject({ status: 422, errors: [{ path }] });
    await wrong({ ...at, substitute: 'nobody@desk.example' }, '/substitute');
    await wrong({ ...at, substitute: approver.id }, '/substitute');
    await wrong({ until: hoursOn(-1), substitute: stand.id }, '/until');
    await wrong({ from: hoursOn(3), until: hoursOn(2), substitute: stand.id }, '/until');
    await away(counsel, stand);
    await wrong({ ...at, substitute: counsel.id }, '/substitute');
    await back(counsel);
    expect((await absent({ id: 'x', key: '' }, { over: true })).statusCode).toBe(404);
  });
});

describe('a substitute', () => {
  test('approves in the absent person’s role, and it says for whom', async () => {
    const { id, body } = await waiting();
    expect((await send(id, 'approve', body, stand)).statusCode).toBe(403);
    await away(api.people.counsel, stand);
    expect((await api.get(`/v1/notices/${id}`, stand)).json().allowedCommands).toContain('approve');
    expect((await send(id, 'approve', body, 'approver')).statusCode).toBe(200);
    const approved = (await send(id, 'approve', body, stand)).json();
    expect(approved.submission.approvals).toMatchObject([
      { by: api.people.approver.id },
      { by: stand.id, for: [{ id: api.people.counsel.id, name: 'counsel' }] },
    ]);
    expect(approved.submission.state).toBe('approved');
    expect(await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 1 })).toMatchObject({
      ok: true,
    });
    await sql`delete from absence`.execute(api.db);
    expect(await checkSubmission(api.db, APPROVAL_KEYS.verifier(), { noticeId: id, submission: 1 })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('substitute'),
    });
  });

  test('holds nothing before the absence, after it, or while absent themselves', async () => {
    const { id, body } = await waiting();
    await absent(api.people.counsel, { from: hoursOn(1), until: hoursOn(8), substitute: stand.id });
    expect((await send(id, 'approve', body, stand)).statusCode).toBe(403);
    await back(api.people.counsel);
    await away(api.people.counsel, stand);
    await away(stand, api.people.ops);
    expect((await send(id, 'approve', body, stand)).statusCode).toBe(403);
    expect((await send(id, 'approve', body, 'ops')).statusCode).toBe(403);
    await back(stand);
    expect((await send(id, 'return', { submission: 1, reason: 'x' }, stand)).statusCode).toBe(200);
    await back(api.people.counsel);
  });

  test('of the author does not approve in the author’s place', async () => {
    const author = await api.addPerson('Author', ['counsel']);
    const { id } = await waiting();
    await send(id, 'return', { submission: 1, reason: 'x' }, 'approver');
    const { submission } = (await send(id, 'submit', {}, author)).json();
    await away(author, stand);
    const body = { submission: submission.number, digest: submission.digest };
    expect((await send(id, 'approve', body, stand)).json().type).toBe('urn:notice-desk:problem:four-eyes');
    await back(author);
  });

  test('is not told of a secret notice by the role alone', async () => {
    const secrecy = { level: 'restricted' };
    const { id } = await api.receive({ secrecy });
    await away(api.people.counsel, stand);
    expect((await api.get(`/v1/notices/${id}`, stand)).statusCode).toBe(404);
    const told = async (noticeId: string) =>
      (await listStaffToTell(api.db, { noticeId, roles: ['counsel'] })).map(({ name }) => name);
    expect(await told(id)).not.toContain('Stand');
    expect(await told((await waiting()).id)).toEqual(expect.arrayContaining(['Stand', 'counsel']));
    await back(api.people.counsel);
    expect(await told((await waiting()).id)).not.toContain('Stand');
  });
});

describe('attention absent_approver', () => {
  test('is raised while nobody present can fill a seat, and settled by a substitute', async () => {
    const { id } = await waiting();
    await watchApprovers(api.db);
    expect(await attention(id)).toEqual([]);
    await sql`update person set active = false where 'counsel' = any (roles) and id <> ${api.people.counsel.id}::uuid`.execute(
      api.db,
    );
    await away(api.people.counsel, await api.addPerson('Intern', ['intake']));
    await sql`update person set active = false where name = 'Intern'`.execute(api.db);
    await watchApprovers(api.db);
    // The intern is not there any more; the absent counsel's role is lent to nobody.
    expect(await attention(id)).toMatchObject([
      { summary: expect.stringContaining('counsel'), detail: { seats: ['counsel'] } },
    ]);
    await away(api.people.counsel, stand);
    await watchApprovers(api.db);
    expect(await attention(id)).toEqual([]);
    await back(api.people.counsel);
  });
});
