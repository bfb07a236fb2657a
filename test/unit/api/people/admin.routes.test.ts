import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import type { EventAction } from '../../../../domain/event.js';
import { insertSession } from '../../../../registry/people/sessions.js';
import { startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const AUTHORITY = {
  id: 'xx-office',
  name: 'An Office',
  country: 'XX',
  kind: 'agency',
  contacts: [{ purpose: 'letters', email: 'office@authority.example' }],
};

async function claimed(owner: HarnessPerson, body: object): Promise<{ id: string; key: string }> {
  const { id: change } = (await api.agreed('/v1/keys', { person: owner.id, ...body })).json();
  return (await api.post('/v1/keys/claim', owner, { change })).json();
}

async function audited(action: EventAction) {
  return api.db
    .selectFrom('audit_entry')
    .select(['actor_id', 'detail'])
    .where('action', '=', action)
    .orderBy('seq', 'desc')
    .execute();
}

test('GET /v1/authorities/names: a person reads all names for intake, a key those that it speaks for', async () => {
  await api.post('/v1/authorities', 'admin', { ...AUTHORITY, id: 'xx-desk', name: 'A Desk' });
  const names = async (as: Parameters<ApiHarness['get']>[1], headers?: Record<string, string>) =>
    (await api.get('/v1/authorities/names', as, headers)).json().items as object[];
  const office = { id: 'xx-desk', name: 'A Desk', country: 'XX', verification: 'unverified' };
  expect(await names('intake')).toContainEqual(office);
  expect(await names(await api.addPerson('Office', ['intake'], ['xx-desk']))).toEqual([office]);
  const silent = await api.addPerson('Silent', ['intake']);
  expect(await names(silent)).toEqual([]);
  const session = { id: uuidv7(), person: silent.id, userAgent: 'test', idToken: undefined, at: new Date() };
  expect(await names(null, { cookie: `nd_session=${await insertSession(api.db, session)}` })).toContainEqual(office);
  expect((await api.get('/v1/authorities/names', 'admin')).statusCode).toBe(403);
});

describe('POST /v1/authorities', () => {
  test('adds and changes an authority, and logs the values before and after', async () => {
    expect((await api.post('/v1/authorities', 'admin', AUTHORITY)).statusCode).toBe(201);
    const changed = {
      ...AUTHORITY,
      contacts: [{ purpose: 'letters', email: 'other@authority.example' }],
      verification: 'verified',
    };
    // Marking it as verified needs a second person.
    expect((await api.post('/v1/authorities', 'admin', { ...changed, verification: 'unverified' })).statusCode).toBe(
      200,
    );
    expect((await api.agreed('/v1/authorities', changed)).statusCode).toBe(200);
    const stored = (await api.get('/v1/authorities?limit=200', 'admin')).json().items;
    expect(stored).toContainEqual({ ...changed, domains: [], signers: [], statusUpdates: null });
    const [, last] = await audited('authority_saved');
    expect(last).toMatchObject({
      actor_id: api.people.admin.id,
      detail: { before: { contacts: AUTHORITY.contacts }, after: { contacts: changed.contacts } },
    });
  });

  test.each([
    'a@b.example, c@d.example',
    'A <a@b.example>',
    'a@b.example\r\nBcc: x@y.example',
    '"a b"@c.example',
    'a@b',
    'a@[127.0.0.1]',
    ' a@b.example',
    'a@b.example;',
    'a@@b.example',
    `${'a'.repeat(65)}@b.example`,
    '@b.example',
    'a..b@c.example',
  ])('rejects the address %j', async (email) => {
    const response = await api.post('/v1/authorities', 'admin', {
      ...AUTHORITY,
      contacts: [{ purpose: 'letters', email }],
    });
    expect(response.json()).toMatchObject({ status: 422, errors: [{ path: '/contacts/0/email' }] });
  });

  test.each([
    [{ id: 'Upper' }, '/id'],
    [{ name: 'two\nlines' }, '/name'],
    [{ name: 'half \ud800' }, '/name'],
    [{ name: 'nul \u0000' }, '/name'],
    [{ contacts: [{ purpose: 'letters' }] }, '/contacts/0'],
    [{ contacts: [{ purpose: 'letters', email: 'a@b.example', validFrom: '2021-01-01' }] }, '/contacts/0/validFrom'],
    [{ domains: ['http://x.example'] }, '/domains/0'],
  ])('rejects %j with a field error', async (patch, path) => {
    const response = await api.post('/v1/authorities', 'admin', { ...AUTHORITY, ...patch });
    expect(response.statusCode).toBe(422);
    expect(response.json().errors[0].path).toBe(path);
  });

  test('requires admin', async () => {
    for (const role of ['reviewer', 'counsel', 'ops', 'auditor', 'intake'] as const) {
      expect((await api.post('/v1/authorities', role, {})).json()).toMatchObject({ status: 403 });
    }
  });
});

describe('GET /v1/colleagues', () => {
  test('names the desk’s people to roles that hand notices over, without addresses', async () => {
    const { items } = (await api.get('/v1/colleagues?limit=200', 'reviewer')).json();
    const me = items.find(({ id }: { id: string }) => id === api.people.reviewer.id);
    expect(me).toEqual({
      id: api.people.reviewer.id,
      name: expect.any(String),
      roles: ['reviewer'],
      active: true,
      away: false,
    });
    expect(JSON.stringify(items)).not.toContain('@');
  });

  test('is denied to an intake system', async () => {
    expect((await api.get('/v1/colleagues', 'intake')).statusCode).toBe(403);
  });
});

describe('POST /v1/people', () => {
  const PERSON = { name: 'Rita Raman', email: 'rita@desk.example', roles: ['reviewer'] };

  test('adds and changes a person once a second person confirms, and ends access immediately', async () => {
    const { id } = (await api.agreed('/v1/people', PERSON)).json().after;
    const byMail = await api.agreed('/v1/people', { ...PERSON, roles: ['reviewer', 'ops'] });
    expect(byMail.json()).toMatchObject({ after: { id, roles: ['reviewer', 'ops'], active: true } });
    expect((await api.get('/v1/people?limit=200', 'admin')).json().items).toContainEqual(
      expect.objectContaining({ id, name: 'Rita Raman', roles: ['reviewer', 'ops'] }),
    );
    const ended = await api.post('/v1/people', 'admin', { ...PERSON, id, roles: ['reviewer'], active: false });
    expect([ended.statusCode, ended.json().active]).toEqual([200, false]);
    expect((await api.post('/v1/keys', 'admin', { person: id, name: 'k', roles: ['reviewer'] })).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/person' }],
    });
  });

  test('rejects an unknown id and another person’s address', async () => {
    const unknown = { ...PERSON, id: '018f0000-0000-7000-8000-00000000dead', email: 'new@desk.example' };
    expect((await api.post('/v1/people', 'admin', unknown)).json()).toMatchObject({ errors: [{ path: '/id' }] });
    const duplicate = { ...PERSON, id: api.people.ops.id, email: 'counsel@desk.example' };
    expect((await api.post('/v1/people', 'admin', duplicate)).json()).toMatchObject({ errors: [{ path: '/email' }] });
  });
});

describe('POST /v1/keys', () => {
  test('shows the key once and does not store it', async () => {
    const body = { person: api.people.admin.id, name: 'nightly', roles: ['admin'], expiresAt: '2100-01-01T00:00:00Z' };
    const headers = { 'idempotency-key': 'k-1' };
    const first = await api.post('/v1/keys', 'admin', body, headers);
    expect(first.statusCode).toBe(201);
    const { key, id } = first.json();
    expect((await api.get('/v1/me', { id: '', key })).json()).toMatchObject({
      roles: ['admin'],
      key: { id, name: 'nightly' },
    });
    const again = await api.post('/v1/keys', 'admin', body, headers);
    expect(again.headers['idempotent-replay']).toBe('true');
    expect(again.json()).toEqual({ ...first.json(), key: undefined });
    const secret = key.split('_').slice(2).join('_');
    const stored = JSON.stringify([
      await api.db.selectFrom('audit_entry').selectAll().execute(),
      await api.db.selectFrom('idempotency').selectAll().execute(),
      (await api.get('/v1/keys?limit=200', 'admin')).json(),
    ]);
    expect(stored).toContain(id);
    expect(stored).not.toContain(secret);
    expect(await audited('key_created')).toHaveLength(1);
  });

  test('rejects another body under the same Idempotency-Key', async () => {
    const response = await api.post(
      '/v1/keys',
      'admin',
      { person: api.people.admin.id, name: 'other', roles: ['admin'] },
      { 'idempotency-key': 'k-1' },
    );
    expect(response.json()).toMatchObject({ type: 'urn:notice-desk:problem:idempotency-key-reused', status: 422 });
  });

  test('rejects roles that the person lacks, and an expiry in the past', async () => {
    const body = { person: api.people.ops.id, name: 'x', roles: ['ops', 'auditor'] };
    expect((await api.post('/v1/keys', 'admin', body)).json()).toMatchObject({ errors: [{ path: '/roles/1' }] });
    const past = { ...body, roles: ['ops'], expiresAt: '2001-01-01T00:00:00Z' };
    expect((await api.post('/v1/keys', 'admin', past)).json()).toMatchObject({ errors: [{ path: '/expiresAt' }] });
    expect((await api.post('/v1/keys', 'admin', { ...body, person: 'nobody', roles: ['ops'] })).json()).toMatchObject({
      errors: [{ path: '/person' }],
    });
  });

  test('denies access with a revoked key', async () => {
    const { key, id } = await claimed(api.people.ops, { name: 'short', roles: ['ops'] });
    const revoke = () =>
      api.app.inject({
        method: 'DELETE',
        url: `/v1/keys/${id}`,
        headers: { authorization: `Bearer ${api.people.admin.key}` },
      });
    expect((await revoke()).statusCode).toBe(204);
    expect((await api.get('/v1/me', { id: '', key })).statusCode).toBe(401);
    expect((await revoke()).statusCode).toBe(204);
    const unknown = await api.app.inject({
      method: 'DELETE',
      url: '/v1/keys/nothing',
      headers: { authorization: `Bearer ${api.people.admin.key}` },
    });
    expect(unknown.statusCode).toBe(404);
  });
});
