import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Role } from '../../../domain/people/permission.js';
import { makeFirstKey } from '../../../registry/people/first-key.js';
import { bindIdentity } from '../../../registry/people/identities.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';

const DAY_MS = 86_400_000;
const EMAIL = 'first@company.example';
let api: ApiHarness;
let at = new Date();

beforeAll(async () => {
  api = await startApi({ now: () => at });
});
afterAll(() => api.close());
beforeEach(async () => {
  at = new Date();
  for (const table of ['directory_message', 'change', 'person_identity', 'api_key', 'person', 'four_eyes'] as const)
    await api.db.deleteFrom(table).execute();
});

async function firstKey(email = EMAIL): Promise<string | null> {
  let made: string | null = null;
  await makeFirstKey(api.db, { email, at, store: async (key) => void (made = key) });
  return made;
}

async function firstAdmin() {
  const key = (await firstKey()) ?? '';
  const { person } = (await api.get('/v1/me', { id: '', key })).json();
  return { id: person.id, key };
}

const someone = (roles: Role[], email: string) => ({ name: 'N', email, roles });

describe('makeFirstKey', () => {
  test('makes the first admin of an empty desk, with a key valid for one day', async () => {
    await expect(
      makeFirstKey(api.db, { email: EMAIL, at, store: () => Promise.reject(new Error('disk full')) }),
    ).rejects.toThrow('disk full');
    const admin = await firstAdmin();
    expect((await api.get('/v1/me', admin)).json()).toMatchObject({ roles: ['admin'], person: { name: 'first' } });
    expect(await firstKey()).toBeNull();
    expect(await firstKey('other@company.example')).toBeNull();
    at = new Date(Date.now() + DAY_MS + 60_000);
    expect(await firstKey()).toMatch(/^nd_/);
    expect(await api.db.selectFrom('person').select('email').execute()).toEqual([{ email: EMAIL }]);
    const { detail } = await api.db
      .selectFrom('audit_entry')
      .select('detail')
      .where('action', '=', 'key_created')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(detail).toMatchObject({ person: admin.id, roles: ['admin'], name: 'first key' });
  });

  test('makes no key for a person who is bound to the issuer or not active', async () => {
    const { id } = await firstAdmin();
    await api.db.updateTable('api_key').set({ revoked_at: at }).execute();
    await bindIdentity(api.db, { issuer: 'https://issuer.example', subject: 's', person: id, at });
    expect(await firstKey()).toBeNull();
    await api.db.deleteFrom('person_identity').execute();
    await api.db.updateTable('person').set({ active: false }).execute();
    expect(await firstKey()).toBeNull();
    await api.db.updateTable('person').set({ active: true }).execute();
    expect(await firstKey()).toMatch(/^nd_/);
  });

  test('lets a person added by two people claim a confirmed key', async () => {
    const admin = await firstAdmin();
    const counsel = await api.addPerson('Second', ['counsel']);
    const pending = await api.post('/v1/people', admin, someone(['reviewer'], 'r@company.example'));
    const added = await api.post(`/v1/changes/${pending.json().change}/confirm`, counsel, {});
    const { id } = added.json().after;
    const key = (await firstKey('r@company.example')) ?? '';
    const wanted = await api.post('/v1/keys', admin, { person: id, name: 'export', roles: ['reviewer'] });
    const { change } = wanted.json();
    expect((await api.post(`/v1/changes/${change}/confirm`, counsel, {})).statusCode).toBe(200);
    expect((await api.post('/v1/keys/claim', { id, key }, { change })).statusCode).toBe(201);
  });
});

describe('first admin of a desk', () => {
  test('adds one second person as admin or counsel only, and is shown no key of theirs', async () => {
    const admin = await firstAdmin();
    const save = (body: object) => api.post('/v1/people', admin, body);
    expect((await save(someone(['approver'], 'a@company.example'))).statusCode).toBe(202);
    expect((await save(someone(['counsel', 'approver'], 'b@company.example'))).statusCode).toBe(202);
    const own = { name: 'first', email: EMAIL, roles: ['admin', 'counsel'] };
    expect((await save(own)).json()).toMatchObject({ type: 'urn:notice-desk:problem:four-eyes' });
    const both = await Promise.all([
      save(someone(['counsel'], 'c@company.example')),
      save(someone(['admin'], 'd@company.example')),
    ]);
    // Of two concurrent requests only one counts as the second person's.
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 202]);
    const done = both.find(({ statusCode }) => statusCode === 201);
    expect(done?.body).not.toMatch(/n[cd]_/);
    const { id, email } = done?.json() ?? {};
    const entry = await api.db
      .selectFrom('audit_entry')
      .select('detail')
      .where('action', '=', 'person_saved')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(entry.detail).toMatchObject({ person: id, bootstrap: true });
    const second = { id, key: (await firstKey(email)) ?? '' };
    const waiting = (await api.get('/v1/changes?state=pending', admin)).json().items;
    expect(waiting).toHaveLength(3);
    const [{ id: change }] = waiting;
    expect((await api.post(`/v1/changes/${change}/confirm`, admin, {})).statusCode).toBe(403);
    expect((await api.post(`/v1/changes/${change}/confirm`, second, {})).statusCode).toBe(200);
  });

  test('adds a person without confirmation only once, even if the second person has become inactive', async () => {
    const admin = await firstAdmin();
    expect((await api.post('/v1/people', admin, someone(['admin'], 'd@company.example'))).statusCode).toBe(201);
    await api.db.updateTable('person').set({ active: false }).where('id', '<>', admin.id).execute();
    expect((await api.post('/v1/people', admin, someone(['admin'], 't@company.example'))).statusCode).toBe(202);
  });

  test('adds no person without confirmation while others work at the desk', async () => {
    const admin = await firstAdmin();
    await api.addPerson('Working', ['approver']);
    expect((await api.post('/v1/people', admin, someone(['counsel'], 'c@company.example'))).statusCode).toBe(202);
  });
});
