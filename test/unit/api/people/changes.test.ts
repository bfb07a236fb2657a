import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventAction } from '../../../../domain/event.js';
import { GUARDED_ROLES } from '../../../../domain/changes/needs-second.js';
import type { Role } from '../../../../domain/people/permission.js';
import { findLetterContext } from '../../../../registry/letters/letter-context.js';
import { settleChanges } from '../../../../application/people/decide-change.js';
import { bindIdentity } from '../../../../registry/people/identities.js';
import { startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';

const DAY_MS = 86_400_000;
let api: ApiHarness;
let second: HarnessPerson;
let clock = 0;

beforeAll(async () => {
  api = await startApi({ now: () => new Date(Date.now() + clock) });
  second = await api.addPerson('Second', ['admin']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const confirm = (id: string, as: Who, body: object = {}) => api.post(`/v1/changes/${id}/confirm`, as, body);
const refuse = (id: string, as: Who, body: object = {}) => api.post(`/v1/changes/${id}/refuse`, as, body);
const get = async (id: string, as: Who = 'auditor') => (await api.get(`/v1/changes/${id}`, as)).json();
const save = (body: object, as: Who = 'admin') => api.post('/v1/people', as, body);
let names = 0;
const fresh = (roles: Role[]) => ({ name: 'Nora', email: `nora${(names += 1)}@desk.example`, roles });

async function ask(path: string, body: object, as: Who = 'admin'): Promise<string> {
  const answer = await api.post(path, as, body);
  expect(answer.statusCode).toBe(202);
  expect(answer.json()).toEqual({ change: expect.any(String), state: 'pending' });
  return answer.json().change;
}

async function audited(action: EventAction) {
  return api.db
    .selectFrom('audit_entry')
    .select(['actor_id', 'actor_kind', 'detail'])
    .where('action', '=', action)
    .orderBy('seq', 'desc')
    .execute();
}

const somebody = (roles: Role[]) => api.addPerson(`S${(names += 1)}`, roles);
const fetchRoles = async (person: HarnessPerson) => (await api.get('/v1/me', person)).json().roles;

describe('one admin alone', () => {
  test('cannot make themselves a delegate who approves', async () => {
    const until = new Date(Date.now() + DAY_MS).toISOString();
    const absence = (substitute: string) =>
      api.post(`/v1/people/${api.people.approver.id}/absence`, 'admin', { until, substitute });
    expect((await absence(api.people.admin.id)).json()).toMatchObject({
      status: 403,
      type: 'urn:notice-desk:problem:four-eyes',
    });
    // Nor a person without the role.
    for (const role of ['ops', 'reviewer', 'counsel'] as const)
      expect((await absence(api.people[role].id)).json()).toMatchObject({
        status: 422,
        errors: [{ path: '/substitute' }],
      });
  });

  test('cannot get a key in another person’s name', async () => {
    const answer = await api.post('/v1/keys', 'admin', {
      person: api.people.reviewer.id,
      name: 'mine',
      roles: ['reviewer'],
    });
    expect(answer.statusCode).toBe(202);
    expect(answer.body).not.toContain('nd_');
    expect(await api.db.selectFrom('api_key').select('id').where('name', '=', 'mine').execute()).toEqual([]);
  });

  test('cannot give any role but intake', async () => {
    for (const role of GUARDED_ROLES) {
      const body = fresh(['intake', role]);
      await ask('/v1/people', body);
      expect(
        await api.db.selectFrom('person').select('id').where('email', '=', body.email).executeTakeFirst(),
      ).toBeUndefined();
    }
    expect((await save(fresh(['intake']))).statusCode).toBe(201);
  });

  test('cannot request any change of their own roles or access', async () => {
    const own = { id: api.people.admin.id, name: 'admin', email: 'admin@desk.example', roles: ['admin'] };
    for (const patch of [
      { roles: ['admin', 'reviewer', 'ops', 'intake'] },
      { roles: ['admin', 'intake'] },
      { roles: ['admin', 'counsel'] },
      { roles: ['reviewer'] },
      { active: false },
    ])
      expect((await save({ ...own, ...patch })).json()).toMatchObject({
        status: 403,
        type: 'urn:notice-desk:problem:four-eyes',
      });
    expect(await fetchRoles(api.people.admin)).toEqual(['admin']);
  });

  test('cannot give intake to a person whose key speaks for an authority', async () => {
    const { id } = await api.addPerson('Bound', ['intake'], ['in-meity']);
    const entry = { id, name: 'Bound', email: 'bound@desk.example' };
    expect((await save({ ...entry, roles: ['intake'], active: false })).statusCode).toBe(200);
    await api.db.updateTable('api_key').set({ revoked_at: null }).where('person_id', '=', id).execute();
    await ask('/v1/people', { ...entry, roles: ['intake'] });
  });

  test('cannot change the name, mail address or sign-in account of a person', async () => {
    const person = await somebody(['reviewer']);
    const entry = await storedPerson(person.id);
    await ask('/v1/people', { ...entry, name: 'Another Name' });
    await ask('/v1/people', { ...entry, email: 'other@desk.example' });
    expect(await storedPerson(person.id)).toEqual(entry);
  });

  test('cannot redirect letters to another address', async () => {
    const { id } = await api.receive();
    const recipient = async () =>
      (await findLetterContext(api.db, { noticeId: id, submission: null, now: api.context.now() })).recipient;
    const before = await recipient();
    const meity = await findEntry('in-meity');
    await ask('/v1/authorities', { ...meity, contacts: [{ purpose: 'letters', email: 'attacker@evil.example' }] });
    expect(await recipient()).toBe(before);
    expect(await findEntry('in-meity')).toEqual(meity);
  });

  test('cannot mark an authority as verified', async () => {
    const entry = { id: 'xx-bureau', name: 'Bureau', country: 'XX', kind: 'agency' };
    expect((await api.post('/v1/authorities', 'admin', entry)).statusCode).toBe(201);
    await ask('/v1/authorities', { ...entry, verification: 'verified' });
    expect(await findEntry('xx-bureau')).toMatchObject({ verification: 'unverified' });
    // A change without contacts is written immediately.
    expect((await api.post('/v1/authorities', 'admin', { ...entry, name: 'The Bureau' })).statusCode).toBe(200);
  });
});

async function storedPerson(id: string) {
  return api.db
    .selectFrom('person')
    .select(['id', 'name', 'email', 'roles', 'active'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

async function listMails(change: string) {
  const rows = await api.db
    .selectFrom('directory_message')
    .select(['person_id', 'to_address', 'detail'])
    .where('change_id', '=', change)
    .orderBy('created_at')
    .execute();
  return rows.map(({ person_id: person, to_address: to, detail }) => ({ person, to, detail }));
}

async function findEntry(id: string) {
  const { items } = (await api.get('/v1/authorities?limit=200', 'admin')).json();
  return items.find((entry: { id: string }) => entry.id === id);
}

describe('change request', () => {
  test('is decided by another admin or counsel, never by its requester', async () => {
    const change = await ask('/v1/people', fresh(['approver']));
    for (const decide of [confirm, refuse])
      expect((await decide(change, 'admin')).json()).toMatchObject({
        status: 403,
        type: 'urn:notice-desk:problem:four-eyes',
      });
    for (const role of ['intake', 'reviewer', 'approver', 'ops', 'auditor'] as const)
      expect((await confirm(change, role)).json()).toMatchObject({
        status: 403,
        type: 'urn:notice-desk:problem:forbidden',
      });
    expect((await confirm(change, 'counsel', { reason: 'known to me' })).json()).toMatchObject({
      id: change,
      kind: 'person',
      state: 'applied',
      requestedBy: { id: api.people.admin.id, name: 'admin' },
      decidedBy: { id: api.people.counsel.id, name: 'counsel' },
      reason: 'known to me',
      before: null,
      after: { roles: ['approver'] },
    });
    expect((await confirm(change, second)).json()).toMatchObject({
      status: 409,
      type: 'urn:notice-desk:problem:illegal-transition',
    });
    const [entry] = await audited('change_confirmed');
    expect(entry).toMatchObject({
      actor_id: api.people.counsel.id,
      detail: { change, requestedBy: api.people.admin.id },
    });
    expect((await audited('change_requested'))[0]).toMatchObject({ actor_id: api.people.admin.id, detail: { change } });
    expect((await audited('person_saved'))[0]).toMatchObject({ detail: { change, after: { roles: ['approver'] } } });
  });

  test('is logged by ids, without a person’s name or address', async () => {
    const { name, email, roles } = { ...fresh(['approver']), name: 'Unmistakable' };
    const { id } = (await confirm(await ask('/v1/people', { name, email, roles }), second)).json().after;
    const moved = await ask('/v1/people', { id, name: 'Unmistakable Two', email: `moved-${email}`, roles });
    expect((await confirm(moved, second)).statusCode).toBe(200);
    const till = new Date(Date.now() + 86_400_000).toISOString();
    const away = await ask(`/v1/people/${id}/absence`, { until: till, substitute: api.people.approver.id });
    expect((await confirm(away, second)).statusCode).toBe(200);
    const entries = await api.db.selectFrom('audit_entry').select(['action', 'detail']).execute();
    const about = entries.filter(({ detail }) => JSON.stringify(detail).includes(id));
    expect(about.map(({ action }) => action)).toEqual(expect.arrayContaining(['person_saved', 'change_requested']));
    expect(JSON.stringify(about)).not.toMatch(/Unmistakable|@desk\.example/);
    expect(about.map(({ detail }) => detail['renamed'])).toContainEqual(['name', 'email']);
  });

  test('is confirmed without a body too', async () => {
    const change = await ask('/v1/people', fresh(['approver']));
    const { key } = second;
    const answer = await api.app.inject({
      method: 'POST',
      url: `/v1/changes/${change}/confirm`,
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.json()).toMatchObject({ state: 'applied' });
  });

  test('does nothing when refused', async () => {
    const body = fresh(['counsel']);
    const change = await ask('/v1/people', body);
    expect((await refuse(change, second, { reason: 'who is that?' })).json()).toMatchObject({
      state: 'refused',
      reason: 'who is that?',
    });
    expect((await confirm(change, 'counsel')).statusCode).toBe(409);
    expect(
      await api.db.selectFrom('person').select('id').where('email', '=', body.email).executeTakeFirst(),
    ).toBeUndefined();
    expect((await audited('change_refused'))[0]).toMatchObject({ detail: { change, reason: 'who is that?' } });
  });

  test('is decided once when several people decide it at the same instant', async () => {
    const body = fresh(['approver']);
    const change = await ask('/v1/people', body);
    const third = await somebody(['admin']);
    const answers = await Promise.all([confirm(change, second), confirm(change, third), refuse(change, 'counsel')]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    const entries = (await audited('change_confirmed')).concat(await audited('change_refused'));
    expect(entries.filter(({ detail }) => detail['change'] === change)).toHaveLength(1);
  });

  test('answers 409 if its address, person or requester changed in the meantime, and can still be refused', async () => {
    const body = fresh(['approver']);
    const change = await ask('/v1/people', body);
    await save({ ...body, name: 'First', roles: ['intake'] });
    expect((await confirm(change, second)).json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('First'),
    });
    const person = await somebody(['reviewer', 'ops']);
    const stored = await storedPerson(person.id);
    const changed = await ask('/v1/people', { ...stored, roles: ['reviewer', 'approver'] });
    expect((await save({ ...stored, roles: ['reviewer'] })).statusCode).toBe(200);
    expect((await confirm(changed, second)).json()).toMatchObject({ status: 409 });
    const asker = await somebody(['admin']);
    const orphan = await ask('/v1/people', fresh(['approver']), asker);
    await api.db.updateTable('person').set({ active: false }).where('id', '=', asker.id).execute();
    expect((await confirm(orphan, second)).json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('requested'),
    });
    for (const id of [change, changed, orphan]) {
      expect(await get(id)).toMatchObject({ state: 'pending' });
      expect((await refuse(id, second)).statusCode).toBe(200);
    }
  });

  test('raises an alert after one day, and expires after seven', async () => {
    const change = await ask('/v1/people', fresh(['approver']));
    const alert = async () => (await api.get('/v1/ops/alerts?kind=change_waiting', 'counsel')).json().items.length;
    await settleChanges(api.db, new Date(Date.now() + DAY_MS - 60_000));
    expect(await alert()).toBe(0);
    await settleChanges(api.db, new Date(Date.now() + DAY_MS + 60_000));
    expect(await alert()).toBe(1);
    clock = 7 * DAY_MS;
    expect((await confirm(change, second)).json()).toMatchObject({ status: 409 });
    clock = 0;
    await settleChanges(api.db, new Date(Date.now() + 7 * DAY_MS));
    expect(await get(change)).toMatchObject({ state: 'expired', decidedBy: null });
    expect(await alert()).toBe(0);
    const over = await audited('change_expired');
    expect(over.find(({ detail }) => detail['change'] === change)).toMatchObject({ actor_kind: 'system' });
    expect((await refuse(change, second)).statusCode).toBe(409);
  });

  test('is readable by admin, counsel and auditor, and filtered by state', async () => {
    const change = await ask('/v1/people', fresh(['approver']));
    for (const role of ['admin', 'counsel', 'auditor'] as const) {
      const page = (await api.get('/v1/changes?state=pending&kind=person&limit=1&count=true', role)).json();
      expect(page.items).toMatchObject([{ id: change, state: 'pending', kind: 'person' }]);
      expect(page.total).toBeGreaterThan(0);
    }
    const first = (await api.get('/v1/changes?limit=2', 'auditor')).json();
    const next = (await api.get(`/v1/changes?limit=2&cursor=${first.nextCursor}`, 'auditor')).json();
    expect(next.items[0].id < first.items[1].id).toBe(true);
    for (const role of ['intake', 'reviewer', 'approver', 'ops'] as const)
      expect((await api.get('/v1/changes', role)).statusCode).toBe(403);
    expect((await api.get('/v1/changes?state=odd', 'auditor')).statusCode).toBe(422);
    for (const id of ['x', '018f0000-0000-7000-8000-00000000dead']) {
      expect((await api.get(`/v1/changes/${id}`, 'auditor')).statusCode).toBe(404);
      expect((await confirm(id, second)).statusCode).toBe(404);
      expect((await refuse(id, second)).statusCode).toBe(404);
    }
  });

  test('is created once per Idempotency-Key', async () => {
    const body = fresh(['approver']);
    const headers = { 'idempotency-key': 'change-1' };
    const one = await api.post('/v1/people', 'admin', body, headers);
    const two = await api.post('/v1/people', 'admin', body, headers);
    expect(two.json()).toEqual(one.json());
    expect(two.statusCode).toBe(202);
  });

  test('cannot be decided by its requester in the table either', async () => {
    const change = await ask('/v1/people', fresh(['approver']));
    await expect(
      api.db
        .updateTable('change')
        .set({ state: 'applied', decided_by: api.people.admin.id, decided_at: new Date() })
        .where('id', '=', change)
        .execute(),
    ).rejects.toThrow('check constraint');
  });
});

describe('API key in another person’s name', () => {
  const claim = (change: unknown, as: Who = 'reviewer', headers: Record<string, string> = {}) =>
    api.post('/v1/keys/claim', as, { change }, headers);
  const requestKey = (patch: object = {}) =>
    ask('/v1/keys', { person: api.people.reviewer.id, name: 'export', roles: ['reviewer'], ...patch });

  test('is hidden from requester and confirmer, and claimed once by its signed-in owner', async () => {
    const change = await requestKey();
    const confirmed = await confirm(change, second, {});
    expect(confirmed.json()).toMatchObject({ state: 'confirmed' });
    expect(confirmed.json()).not.toHaveProperty('claim');
    expect(confirmed.body).not.toMatch(/n[cd]_/);
    const got = await claim(change);
    expect(got.statusCode).toBe(201);
    expect(got.headers['cache-control']).toBe('no-store');
    const { key, expiresAt } = got.json();
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / DAY_MS)).toBe(90);
    expect((await api.get('/v1/me', { id: '', key })).json()).toMatchObject({
      person: { id: api.people.reviewer.id },
      roles: ['reviewer'],
      key: { name: 'export' },
    });
    expect(await get(change)).toMatchObject({ state: 'applied' });
    const [entry] = await audited('key_claimed');
    expect(entry).toMatchObject({
      actor_kind: 'person',
      actor_id: api.people.reviewer.id,
      detail: { change, person: api.people.reviewer.id },
    });
    const stored = JSON.stringify([
      await api.db.selectFrom('audit_entry').selectAll().execute(),
      await api.db.selectFrom('change').selectAll().execute(),
      await api.db.selectFrom('directory_message').selectAll().execute(),
      await api.db.selectFrom('idempotency').selectAll().execute(),
    ]);
    expect(stored).not.toContain(String(key).split('_').slice(2).join('_'));
    expect((await claim(change)).statusCode).toBe(404);
  });

  test('is claimed only by its owner; others get the answer for a missing change', async () => {
    const change = await requestKey();
    expect((await claim(change)).statusCode).toBe(404);
    expect((await confirm(change, second)).statusCode).toBe(200);
    const absent = await claim('018f0000-0000-7000-8000-00000000dead', 'admin');
    for (const as of ['admin', second, 'counsel', 'intake', 'auditor'] as const) {
      const answer = await claim(change, as);
      expect([answer.statusCode, answer.json().detail]).toEqual([404, absent.json().detail]);
    }
    const anonymous = await api.app.inject({ method: 'POST', url: '/v1/keys/claim', payload: { change } });
    expect(anonymous.statusCode).toBe(401);
    expect((await claim(change)).statusCode).toBe(201);
  });

  test('is claimed by one of three concurrent requests, and not replayed for an Idempotency-Key', async () => {
    const change = await requestKey();
    await confirm(change, second);
    const answers = await Promise.all([claim(change), claim(change), claim(change)]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 404, 404]);
    const other = await requestKey();
    await confirm(other, second);
    const headers = { 'idempotency-key': 'claim-1' };
    expect((await claim(other, 'reviewer', headers)).json()).toHaveProperty('key');
    const again = await claim(other, 'reviewer', headers);
    expect([again.statusCode, again.headers['idempotent-replay']]).toEqual([201, 'true']);
    expect(again.json()).not.toHaveProperty('key');
  });

  test('cannot be claimed after 24 hours', async () => {
    const change = await requestKey();
    await confirm(change, second);
    clock = DAY_MS + 1_000;
    expect((await claim(change)).statusCode).toBe(404);
    clock = 0;
    await settleChanges(api.db, new Date(Date.now() + DAY_MS + 1_000));
    expect(await get(change)).toMatchObject({ state: 'expired' });
    expect((await claim(change)).statusCode).toBe(404);
  });

  test('requires a key with its roles if its owner claims it with a key', async () => {
    const owner = await somebody(['reviewer', 'ops']);
    await api.db
      .updateTable('api_key')
      .set({ roles: ['ops'] })
      .where('person_id', '=', owner.id)
      .execute();
    const change = await requestKey({ person: owner.id, roles: ['reviewer', 'ops'] });
    await confirm(change, second);
    expect((await claim(change, owner)).json()).toMatchObject({
      status: 403,
      detail: expect.stringContaining('reviewer'),
    });
    await api.db
      .updateTable('api_key')
      .set({ roles: ['reviewer', 'ops'] })
      .where('person_id', '=', owner.id)
      .execute();
    expect((await claim(change, owner)).statusCode).toBe(201);
  });

  test('carries no role that its owner has lost since', async () => {
    const owner = await somebody(['reviewer', 'ops']);
    const change = await requestKey({ person: owner.id, roles: ['reviewer', 'ops'] });
    await confirm(change, second);
    expect((await save({ ...(await storedPerson(owner.id)), roles: ['reviewer'] })).statusCode).toBe(200);
    expect((await claim(change, owner)).json()).toMatchObject({ roles: ['reviewer'] });
  });

  test('is announced to its owner by a mail without a secret', async () => {
    const change = await requestKey();
    await confirm(change, second);
    expect(await listMails(change)).toEqual([
      {
        person: api.people.reviewer.id,
        to: 'reviewer@desk.example',
        detail: { about: 'key_confirmed', fields: [], byName: 'Second' },
      },
    ]);
  });

  test('cannot be confirmed for a person who has left or lost the role', async () => {
    const person = await somebody(['reviewer', 'ops']);
    const stored = await storedPerson(person.id);
    const change = await requestKey({ person: person.id, roles: ['ops'] });
    await save({ ...stored, roles: ['reviewer'] });
    expect((await confirm(change, second)).json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('ops'),
    });
    await save({ ...stored, roles: ['reviewer'], active: false });
    expect((await confirm(change, second)).statusCode).toBe(409);
  });

  test('is claimed by the id of its change only', async () => {
    expect((await claim(7)).statusCode).toBe(422);
    expect((await api.post('/v1/keys/claim', 'reviewer', { token: 'nc_x' })).statusCode).toBe(422);
    expect((await api.get('/v1/keys/claim', 'reviewer')).statusCode).toBe(405);
  });
});

describe('changed name or address of a person', () => {
  test('is notified to the previous address when requested and when in effect', async () => {
    const person = await somebody(['reviewer']);
    const entry = await storedPerson(person.id);
    const change = await ask('/v1/people', { ...entry, name: 'New Name', email: 'new@desk.example' });
    const mail = { person: person.id, to: entry.email };
    const fields = ['name', 'email'];
    const notification = { ...mail, detail: { about: 'identity_requested', fields, byName: 'admin' } };
    expect(await listMails(change)).toEqual([notification]);
    expect((await confirm(change, second)).statusCode).toBe(200);
    expect(await listMails(change)).toEqual([
      notification,
      { ...mail, detail: { about: 'identity_changed', fields, byName: 'Second' } },
    ]);
    expect(await storedPerson(person.id)).toMatchObject({ name: 'New Name', email: 'new@desk.example' });
  });

  test('sends no mail if only roles are requested', async () => {
    const person = await somebody(['reviewer']);
    const change = await ask('/v1/people', { ...(await storedPerson(person.id)), roles: ['reviewer', 'ops'] });
    expect(await listMails(change)).toEqual([]);
  });
});

test('ends access immediately even if a new name is sent with it and waits', async () => {
  const person = await somebody(['reviewer', 'ops']);
  const entry = await storedPerson(person.id);
  const change = await ask('/v1/people', { ...entry, name: 'Misspelt', active: false });
  expect((await api.get('/v1/me', person)).statusCode).toBe(401);
  expect(await storedPerson(person.id)).toEqual({ ...entry, active: false });
  expect((await confirm(change, second)).statusCode).toBe(200);
  expect(await storedPerson(person.id)).toMatchObject({ name: 'Misspelt', active: false });
});

describe('change of one’s own roles', () => {
  test('cannot be confirmed by the person, who may refuse it', async () => {
    const counsel = await somebody(['counsel']);
    const entry = await storedPerson(counsel.id);
    const change = await ask('/v1/people', { ...entry, roles: ['counsel', 'admin'] });
    expect((await confirm(change, counsel)).json()).toMatchObject({
      status: 403,
      type: 'urn:notice-desk:problem:four-eyes',
    });
    expect((await refuse(change, counsel)).statusCode).toBe(200);
    // A new name grants no permissions.
    const named = await ask('/v1/people', { ...entry, name: 'C' });
    expect((await confirm(named, counsel)).statusCode).toBe(200);
  });
});

describe('API key for oneself', () => {
  const own = (patch: object, as: Who = 'admin') =>
    api.post('/v1/keys', as, { person: api.people.admin.id, name: 'own', roles: ['admin'], ...patch });

  test('is issued immediately, with no role that the present key lacks', async () => {
    const made = await own({});
    expect(made.statusCode).toBe(201);
    expect(made.json().key).toMatch(/^nd_/);
    expect(Math.round((Date.parse(made.json().expiresAt) - Date.now()) / DAY_MS)).toBe(90);
    expect((await own({ expiresAt: '2100-01-01T00:00:00Z' })).json()).toMatchObject({
      expiresAt: '2100-01-01T00:00:00.000Z',
    });
    const both = await somebody(['admin', 'counsel']);
    await api.db
      .updateTable('api_key')
      .set({ roles: ['admin'] })
      .where('person_id', '=', both.id)
      .execute();
    expect((await own({ person: both.id, roles: ['counsel'] }, both)).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/roles/0' }],
    });
  });

  test('shows its last use to the minute, and that it expires soon', async () => {
    const made = (await own({ expiresAt: new Date(Date.now() + 13 * DAY_MS).toISOString() })).json();
    const shown = async () => {
      const { items } = (await api.get('/v1/keys?limit=200', 'admin')).json();
      return items.find(({ id }: { id: string }) => id === made.id);
    };
    expect(await shown()).toMatchObject({ lastUsedAt: null, endsSoon: true });
    const beforeMs = Date.now();
    await api.get('/v1/me', { id: '', key: made.key });
    const afterMs = Date.now();
    const { lastUsedAt } = await shown();
    // Written once a minute: at most a minute before the key was used, and never after.
    expect(Date.parse(lastUsedAt)).toBeGreaterThan(beforeMs - 60_000);
    expect(Date.parse(lastUsedAt)).toBeLessThanOrEqual(afterMs);
    await api.get('/v1/me', { id: '', key: made.key });
    expect((await shown()).lastUsedAt).toBe(lastUsedAt);
  });
});

describe('absence entered for a person', () => {
  test('by another waits for a second person, who is not the delegate', async () => {
    const [away, stand] = [await somebody(['counsel']), await somebody(['counsel'])];
    const until = new Date(Date.now() + DAY_MS).toISOString();
    const change = await ask(`/v1/people/${away.id}/absence`, { until, substitute: stand.id });
    const absences = async () => {
      const { items } = (await api.get('/v1/people?limit=200', 'admin')).json();
      return items.find(({ id }: HarnessPerson) => id === away.id).absences;
    };
    expect(await absences()).toEqual([]);
    expect((await confirm(change, stand)).json()).toMatchObject({ type: 'urn:notice-desk:problem:four-eyes' });
    expect((await confirm(change, second)).json()).toMatchObject({ kind: 'absence', state: 'applied' });
    expect(await absences()).toMatchObject([{ substitute: stand.id }]);
    expect((await audited('absence_entered'))[0]).toMatchObject({ detail: { change } });
    // Ending an absence grants no role.
    expect((await api.post(`/v1/people/${away.id}/absence`, 'admin', { over: true })).statusCode).toBe(200);
    expect(await absences()).toEqual([]);
  });

  test('by the person is entered immediately', async () => {
    const [away, stand] = [await somebody(['approver']), await somebody(['approver'])];
    const until = new Date(Date.now() + DAY_MS).toISOString();
    const answer = await api.post(`/v1/people/${away.id}/absence`, away, { until, substitute: stand.id });
    expect(answer.json()).toMatchObject({ absences: [{ substitute: stand.id }] });
  });

  test('answers 409 if the delegate has lost the role in the meantime', async () => {
    const [away, stand] = [await somebody(['approver']), await somebody(['approver'])];
    const until = new Date(Date.now() + DAY_MS).toISOString();
    const change = await ask(`/v1/people/${away.id}/absence`, { until, substitute: stand.id });
    await api.db
      .updateTable('person')
      .set({ roles: ['reviewer'] })
      .where('id', '=', stand.id)
      .execute();
    expect((await confirm(change, second)).json()).toMatchObject({ status: 409 });
  });
});

describe('changed contact of a verified authority', () => {
  const contacts = [{ purpose: 'letters', email: 'new@authority.example' }];

  test('takes effect a day after confirmation; until then the old contact is used, and notified', async () => {
    const { id } = await api.receive({ authority: 'in-mha' });
    const recipient = async (now: Date) =>
      (await findLetterContext(api.db, { noticeId: id, submission: null, now })).recipient;
    const entry = await findEntry('in-mha');
    const old = await recipient(new Date());
    const change = await ask('/v1/authorities', { ...entry, contacts });
    const confirmed = (await confirm(change, 'counsel')).json();
    expect(confirmed).toMatchObject({ state: 'confirmed', kind: 'authority' });
    const start = Date.parse(confirmed.effectiveAt);
    expect(Math.round((start - Date.now()) / 3_600_000)).toBe(24);
    expect(await recipient(new Date(start - 1))).toBe(old);
    expect(await recipient(new Date(start))).toBe('new@authority.example');
    const messages = await api.db
      .selectFrom('directory_message')
      .select(['to_address', 'authority_id'])
      .where('change_id', '=', change)
      .execute();
    expect(messages).toEqual([{ to_address: old, authority_id: 'in-mha' }]);
    await settleChanges(api.db, new Date(start + 1));
    expect(await get(change)).toMatchObject({ state: 'applied' });
  });

  test('does not take effect sooner by removing and restoring the verification', async () => {
    const { id } = await api.receive({ authority: 'in-mha' });
    const entry = await findEntry('in-mha');
    const plain = { ...entry, contacts: [{ purpose: 'letters', email: 'sly@authority.example' }] };
    expect((await api.post('/v1/authorities', 'admin', { ...entry, verification: 'unverified' })).statusCode).toBe(200);
    expect((await api.post('/v1/authorities', 'admin', { ...plain, verification: 'unverified' })).statusCode).toBe(200);
    const change = await ask('/v1/authorities', { ...plain, verification: 'verified' });
    expect((await confirm(change, second)).json()).toMatchObject({ state: 'confirmed' });
    const { recipient } = await findLetterContext(api.db, { noticeId: id, submission: null, now: new Date() });
    expect(recipient).not.toBe('sly@authority.example');
  });

  test('takes effect immediately for an authority never verified before', async () => {
    const entry = { id: 'xx-new', name: 'New', country: 'XX', kind: 'court', contacts };
    const change = await ask('/v1/authorities', { ...entry, verification: 'verified' });
    expect((await confirm(change, second)).json()).toMatchObject({ state: 'applied' });
    expect(await findEntry('xx-new')).toMatchObject({ verification: 'verified', contacts });
  });

  test('answers 409 if the authority was changed in the meantime', async () => {
    const entry = await findEntry('in-mha');
    const change = await ask('/v1/authorities', { ...entry, contacts: [] });
    expect((await api.post('/v1/authorities', 'admin', { ...entry, name: 'Other' })).statusCode).toBe(200);
    expect((await confirm(change, second)).json()).toMatchObject({ status: 409 });
  });
});

test('unlinking a person’s issuer account requires a second person, also for oneself, and notifies the person', async () => {
  const release = (id: string) =>
    api.app.inject({
      method: 'DELETE',
      url: `/v1/people/${id}/identities`,
      headers: { authorization: `Bearer ${api.people.admin.key}` },
    });
  const left = async () =>
    (await api.db.selectFrom('person_identity').select('person_id').execute()).map(({ person_id: id }) => id);
  const person = await somebody(['approver']);
  for (const { id } of [person, api.people.admin]) {
    await bindIdentity(api.db, { issuer: 'https://issuer.example', subject: id, person: id, at: new Date() });
    const answer = await release(id);
    expect(answer.statusCode).toBe(202);
    expect(await left()).toContain(id);
    const { change } = answer.json();
    expect((await confirm(change, second)).json()).toMatchObject({ kind: 'identities', state: 'applied' });
    expect(await left()).not.toContain(id);
    const { email: to } = await storedPerson(id);
    expect((await listMails(change)).map((mail) => [mail.to, 'about' in mail.detail && mail.detail.about])).toEqual([
      [to, 'identity_requested'],
      [to, 'identity_changed'],
    ]);
    expect((await release(id)).statusCode).toBe(204);
  }
});
