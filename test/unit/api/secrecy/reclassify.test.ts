import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { watchClearances } from '../../../../application/people/secrecy/needs-people.js';
import { expireBreakGlass } from '../../../../application/people/secrecy/break-glass.js';
import { raiseToPresentLaw } from '../../../../application/people/secrecy/raise-by-law.js';
import { listAccesses, startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { sql } from 'kysely';

let api: ApiHarness;
let now = new Date();
let reviewer2: HarnessPerson;
let approver2: HarnessPerson;
let counsel2: HarnessPerson;

beforeAll(async () => {
  api = await startDomainApi(createDomainEngine(), { now: () => now }, { lawSecrecy: true });
  reviewer2 = await api.addPerson('Reviewer2', ['reviewer']);
  approver2 = await api.addPerson('Approver2', ['approver']);
  counsel2 = await api.addPerson('Counsel2', ['counsel']);
});
afterAll(() => api.close());

const open = { regime: 'IN-ITR-3-1-D' };
const EVERYBODY = ['role:reviewer', 'role:approver'];
const alert = async (kind: string, as: 'counsel' | 'reviewer' | 'ops' | 'auditor' | HarnessPerson = 'counsel') =>
  (await api.get(`/v1/ops/alerts?kind=${kind}`, as)).json().items as {
    notice: string | null;
    detail: { secret?: string };
  }[];
const fetchSecrecy = async (id: string, as: 'counsel' | 'reviewer' | 'auditor' | HarnessPerson = 'auditor') =>
  (await api.get(`/v1/notices/${id}`, as)).json().secrecy;
const reclassify = (id: string, as: 'reviewer' | 'approver' | 'counsel' | 'ops' | HarnessPerson, secrecy: object) =>
  api.post(`/v1/notices/${id}/reclassify`, as, { secrecy, reason: 'It is so.' });

describe('secrecy required by law', () => {
  test('raises an intake below the law’s level, reports it, and alerts counsel where no person is named', async () => {
    const restricted = await api.receive({ regime: 'US-SCA-PRES' });
    expect(restricted).toMatchObject({ raised: { from: 'open', to: 'restricted', regime: 'US-SCA-PRES' } });
    expect(await fetchSecrecy(restricted.id)).toEqual({ level: 'restricted', people: [] });
    expect((await api.get(`/v1/notices/${restricted.id}`, 'reviewer')).statusCode).toBe(404);
    const gagged = await api.receive({
      regime: 'US-NSL',
      jurisdiction: 'US',
      authority: { name: 'Office', country: 'US' },
      kind: 'information_order',
    });
    expect(await fetchSecrecy(gagged.id)).toEqual({ level: 'gagged', people: ['role:counsel'] });
    const alerts = (await alert('secret_needs_people')).map(({ notice, detail }) => [notice, detail.secret]);
    expect(alerts).toEqual(
      expect.arrayContaining([
        [null, restricted.id],
        [null, gagged.id],
      ]),
    );
    for (const as of ['reviewer', 'ops'] as const) expect(await alert('secret_needs_people', as)).toEqual([]);
  });

  test('gives a notice without a secrecy law of its own the secrecy of the notice it relates to', async () => {
    const people = [reviewer2.id, approver2.id];
    const gagged = await api.receive({ ...open, secrecy: { level: 'gagged', people } });
    const about = { kind: 'reminder', targets: [], relatesTo: [{ notice: gagged.id, as: 'reminds' }] };
    const reminder = await api.receive(about);
    expect(reminder).toMatchObject({ raised: { from: 'open', to: 'gagged', regime: open.regime } });
    expect(await fetchSecrecy(reminder.id)).toEqual({ level: 'gagged', people });
    expect(await api.receive({ ...about, ...open })).not.toHaveProperty('raised');
    const mine = { level: 'gagged', people: [counsel2.id, approver2.id] };
    expect(await fetchSecrecy((await api.receive({ ...about, secrecy: mine })).id)).toEqual(mine);
    const past = { level: 'restricted', until: new Date(now.getTime() - 1_000).toISOString() };
    const over = await api.receive({ ...open, secrecy: past });
    const after = await api.receive({ ...about, relatesTo: [{ notice: over.id, as: 'reminds' }] });
    expect(after).not.toHaveProperty('raised');
  });

  test('keeps a level that is strict enough, and removes an end date that the law does not allow', async () => {
    const named = { level: 'restricted', people: EVERYBODY, until: '2090-01-01T00:00:00Z' };
    const { id, ...answer } = await api.receive({ regime: 'US-SCA-PRES', secrecy: named });
    expect(answer).toMatchObject({ raised: { from: 'restricted', to: 'restricted' } });
    expect(await fetchSecrecy(id)).toEqual({ level: 'restricted', people: EVERYBODY });
    const gag = { level: 'gagged', people: EVERYBODY };
    expect(await api.receive({ regime: 'US-SCA-PRES', secrecy: gag })).not.toHaveProperty('raised');
    expect(await api.receive(open)).not.toHaveProperty('raised');
  });

  test('raises the level at triage under a stricter law; the person who chose it keeps access', async () => {
    const { id } = await api.receive(open);
    expect((await api.post(`/v1/notices/${id}/triage`, 'reviewer', { regime: 'US-SCA-PRES' })).statusCode).toBe(200);
    expect(await fetchSecrecy(id, 'reviewer')).toEqual({ level: 'restricted', people: [api.people.reviewer.id] });
    expect((await api.get(`/v1/notices/${id}`, reviewer2)).statusCode).toBe(404);
  });

  test('raises open notices when their law becomes stricter', async () => {
    const { id } = await api.receive({ regime: 'US-SCA-PRES' });
    await sql`update notice set secrecy_level = 'open' where id = ${id}::uuid`.execute(api.db);
    await raiseToPresentLaw(api.context);
    expect(await fetchSecrecy(id)).toMatchObject({ level: 'restricted' });
  });
});

test('intake rejects unknown people, and people who leave an approver slot empty', async () => {
  const refusal = async (people: string[]) => {
    const order = { kind: 'blocking_order', authority: 'in-meity', jurisdiction: 'IN', reference: 'S/1', subject: 'S' };
    const targets = [{ type: 'account', locator: '@one' }];
    const body = { ...order, ...open, targets, secrecy: { level: 'gagged', people } };
    const headers = { 'idempotency-key': people.join() };
    const { status, errors } = (await api.post('/v1/notices', 'intake', body, headers)).json();
    return [status, errors[0].path, errors[0].message];
  };
  const unknownPerson = '018f0000-0000-7000-8000-00000000dead';
  expect(await refusal([unknownPerson])).toEqual([422, '/secrecy/people/0', expect.any(String)]);
  expect(await refusal(['role:judge'])).toEqual([422, '/secrecy/people/0', expect.any(String)]);
  expect(await refusal([reviewer2.id])).toEqual([
    422,
    '/secrecy/people',
    expect.stringMatching(/approver slot is empty/),
  ]);
  expect(await refusal([approver2.id])).toEqual([
    422,
    '/secrecy/people',
    expect.stringMatching(/reviewer slot is empty/),
  ]);
});

describe('reclassify', () => {
  test('raises the level immediately for a person with access', async () => {
    const { id } = await api.receive(open);
    const answer = await reclassify(id, 'reviewer', { level: 'gagged', people: EVERYBODY });
    expect([answer.statusCode, answer.json().result]).toEqual([
      200,
      { state: 'in_effect', secrecy: { level: 'gagged', people: EVERYBODY, until: null } },
    ]);
    expect((await api.get(`/v1/notices/${id}`, 'counsel')).statusCode).toBe(404);
  });

  test('lowers the level or names others only after another cleared person’s same request', async () => {
    const { id } = await api.receive({ ...open, secrecy: { level: 'gagged', people: EVERYBODY } });
    const request = { level: 'open' };
    expect((await reclassify(id, 'reviewer', request)).json()).toMatchObject({
      result: { state: 'pending' },
      reclassification: { secrecy: { level: 'open' }, by: api.people.reviewer.id },
    });
    expect(await fetchSecrecy(id)).toMatchObject({ level: 'gagged' });
    expect((await reclassify(id, 'reviewer', request)).json().type).toBe('urn:notice-desk:problem:four-eyes');
    expect((await reclassify(id, 'counsel', request)).statusCode).toBe(404);
    expect((await reclassify(id, approver2, request)).json()).toMatchObject({
      result: { state: 'in_effect' },
      reclassification: null,
    });
    expect(await fetchSecrecy(id, 'reviewer')).toMatchObject({ level: 'open' });
  });

  test('drops a pending request when a request for the present level is made', async () => {
    const { id } = await api.receive({ ...open, secrecy: { level: 'gagged', people: EVERYBODY } });
    await reclassify(id, 'reviewer', { level: 'restricted', people: EVERYBODY });
    expect((await reclassify(id, 'approver', { level: 'gagged', people: EVERYBODY })).json().result.state).toBe(
      'dropped',
    );
    expect((await reclassify(id, 'approver', { level: 'gagged', people: EVERYBODY })).json().type).toBe(
      'urn:notice-desk:problem:illegal-transition',
    );
  });

  test('rejects a level below the law, people who cannot work the notice, and callers without permission', async () => {
    const { id } = await api.receive({ regime: 'US-SCA-PRES', secrecy: { level: 'restricted', people: EVERYBODY } });
    expect((await reclassify(id, 'reviewer', { level: 'open' })).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/secrecy' }],
    });
    expect(
      (await reclassify(id, 'reviewer', { level: 'gagged', people: [api.people.reviewer.id] })).json(),
    ).toMatchObject({ status: 422, errors: [{ path: '/secrecy/people' }] });
    const known = await api.receive(open);
    expect((await reclassify(known.id, 'ops', { level: 'gagged', people: EVERYBODY })).statusCode).toBe(403);
  });

  test('lets counsel alone name people for a notice that no named person could work', async () => {
    const { id } = await api.receive({
      ...open,
      secrecy: { level: 'gagged', people: [api.people.counsel.id, approver2.id] },
    });
    await sql`update person set active = false where id = ${approver2.id}::uuid`.execute(api.db);
    await watchClearances(api.db, api.context);
    expect((await alert('secret_needs_people')).map(({ detail }) => detail.secret)).toContain(id);
    const people = [api.people.counsel.id, approver2.id, 'role:approver'];
    expect((await reclassify(id, 'counsel', { level: 'gagged', people })).json().result.state).toBe('in_effect');
    expect((await alert('secret_needs_people')).map(({ detail }) => detail.secret)).not.toContain(id);
    await sql`update person set active = true where id = ${approver2.id}::uuid`.execute(api.db);
  });
});

describe('reclassify with one active counsel', () => {
  const gag = { regime: 'US-NSL', jurisdiction: 'US', kind: 'information_order' };
  const activate = (person: HarnessPerson, active: boolean) =>
    sql`update person set active = ${active} where id = ${person.id}::uuid`.execute(api.db);
  beforeAll(() => activate(counsel2, false));
  afterAll(() => activate(counsel2, true));
  const receiveGagged = () => api.receive({ ...gag, authority: { name: 'Office', country: 'US' } });

  test('takes effect by counsel alone where the list replaces role:counsel by their own id', async () => {
    const { id } = await receiveGagged();
    const people = [api.people.counsel.id, api.people.reviewer.id, api.people.approver.id];
    expect((await reclassify(id, 'counsel', { level: 'gagged', people })).json().result).toEqual({
      state: 'in_effect',
      secrecy: { level: 'gagged', people, until: null },
    });
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).statusCode).toBe(200);
  });

  test('waits for another person where the list would remove another counsel’s access', async () => {
    const { id } = await receiveGagged();
    await activate(counsel2, true);
    const people = [api.people.counsel.id, api.people.reviewer.id, api.people.approver.id];
    const { result } = (await reclassify(id, 'counsel', { level: 'gagged', people })).json();
    expect(result).toEqual({ state: 'pending', secrecy: { level: 'gagged', people, until: null } });
    await activate(counsel2, false);
  });

  test('takes effect by counsel alone for a restricted notice that no other person could confirm', async () => {
    const { id } = await api.receive({ regime: 'US-SCA-PRES' });
    const people = [api.people.reviewer.id, api.people.approver.id];
    expect((await reclassify(id, 'counsel', { level: 'restricted', people })).json().result.state).toBe('in_effect');
  });

  test('returns a cure when the request waits and no person could confirm it', async () => {
    const { id } = await receiveGagged();
    const people = [api.people.reviewer.id, api.people.approver.id];
    const { result } = (await reclassify(id, 'counsel', { level: 'gagged', people })).json();
    expect(result).toMatchObject({ state: 'pending', cure: expect.stringContaining('role:counsel') });
    const all = ['role:counsel', ...people];
    expect((await reclassify(id, 'counsel', { level: 'gagged', people: all })).json().result.state).toBe('in_effect');
  });
});

describe('break-glass access', () => {
  test('lets counsel read the notice for a limited time, with a reason, and notifies others', async () => {
    const { id } = await api.receive({ ...open, secrecy: { level: 'gagged', people: EVERYBODY } });
    const broken = await api.post(`/v1/notices/${id}/break-glass`, 'counsel', { reason: 'A court asks.', hours: 2 });
    expect(broken.json()).toEqual({ notice: id, until: new Date(now.getTime() + 7_200_000).toISOString() });
    expect((await api.get(`/v1/notices/${id}`, 'counsel')).statusCode).toBe(200);
    expect((await api.get(`/v1/notices/${id}`, counsel2)).statusCode).toBe(404);
    const alertedNotices = async (as: Parameters<typeof alert>[1]) =>
      (await alert('glass_broken', as)).map(({ notice }) => notice);
    expect(await alertedNotices('reviewer')).toEqual([id]);
    expect(await alertedNotices(counsel2)).toEqual([null]);
    expect(await alertedNotices('ops')).toEqual([]);
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.at(-1)).toMatchObject({ action: 'glass_broken', detail: { reason: 'A court asks.' } });
    await sql`update notice set break_glass_access = jsonb_build_object(${api.people.counsel.id}::text, '2020-01-01T00:00:00Z') where id = ${id}::uuid`.execute(
      api.db,
    );
    expect((await api.get(`/v1/notices/${id}`, 'counsel')).statusCode).toBe(404);
    await expireBreakGlass(api.db);
    expect(await alertedNotices(counsel2)).toEqual([]);
  });

  test('is limited to counsel, and to notices they have no access to', async () => {
    const { id } = await api.receive({ ...open, secrecy: { level: 'gagged', people: EVERYBODY } });
    const body = { reason: 'x' };
    for (const as of ['reviewer', 'approver', 'ops', 'admin', 'auditor'] as const)
      expect((await api.post(`/v1/notices/${id}/break-glass`, as, body)).statusCode).toBe(403);
    expect((await api.post('/v1/notices/nothing/break-glass', 'counsel', body)).statusCode).toBe(404);
    const known = await api.receive(open);
    expect((await api.post(`/v1/notices/${known.id}/break-glass`, 'counsel', body)).statusCode).toBe(409);
  });
});

describe('read of a secret notice', () => {
  test('is recorded for every reader, once a minute, and left out of the timeline', async () => {
    const { id } = await api.receive({ ...open, secrecy: { level: 'gagged', people: EVERYBODY } });
    for (const part of ['', '/targets', '/clocks', '']) await api.get(`/v1/notices/${id}${part}`, 'reviewer');
    expect((await listAccesses(api, id)).map(({ detail }) => detail)).toEqual([{ level: 'gagged', cleared: true }]);
    await api.get(`/v1/notices/${id}`, 'approver');
    expect(await listAccesses(api, id)).toHaveLength(2);
    now = new Date(now.getTime() + 61_000);
    await api.get(`/v1/notices/${id}`, 'reviewer');
    expect(await listAccesses(api, id)).toHaveLength(3);
    await api.get('/v1/notices', 'reviewer');
    const details = (await listAccesses(api, id)).map(({ detail }) => detail);
    expect(details).toContainEqual({ level: 'gagged', list: 'notices', cleared: true });
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.map(({ action }: { action: string }) => action)).toEqual(['notice_received']);
  });
});
