import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { seedFirstAdmin } from '../../../registry/people/first-admin.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
  // A desk on which nobody is yet.
  await api.db.deleteFrom('api_key').execute();
  await api.db.deleteFrom('person').execute();
  await api.db.deleteFrom('four_eyes').execute();
});
afterAll(() => api.close());

const EMAIL = 'first@company.example';
let at = new Date();
async function seed(email = EMAIL): Promise<string | null> {
  let token: string | null = null;
  await seedFirstAdmin(api.db, { email, at, keep: async (made) => void (token = made) });
  return token;
}
const claim = (token: string) => api.app.inject({ method: 'POST', url: '/v1/keys/claim', payload: { token } });

describe('the first admin of a desk', () => {
  let admin = { id: '', key: '' };

  test('is one person, with a token that is good for a day and not made twice', async () => {
    await expect(
      seedFirstAdmin(api.db, { email: EMAIL, at, keep: () => Promise.reject(new Error('disk full')) }),
    ).rejects.toThrow('disk full');
    const lost = await seed();
    expect(lost).toMatch(/^nc_/);
    expect(await seed()).toBeNull();
    expect(await seed('other@company.example')).toBeNull();
    // Lost, or over: another is made.
    at = new Date(Date.now() + 86_400_000);
    await api.db.updateTable('key_claim').set({ expires_at: new Date() }).execute();
    const token = await seed();
    expect(token).not.toBeNull();
    expect((await claim(lost ?? '')).statusCode).toBe(404);
    const got = (await claim(token ?? '')).json();
    admin = { id: got.person, key: got.key };
    expect((await api.get('/v1/me', admin)).json()).toMatchObject({ roles: ['admin'], person: { name: 'first' } });
    expect(Date.parse(got.expiresAt)).toBeGreaterThan(Date.now());
    at = new Date(Date.now() + 3 * 86_400_000);
    expect(await seed()).toBeNull();
    expect(await api.db.selectFrom('person').select('email').execute()).toEqual([{ email: EMAIL }]);
  });

  test('gives nothing else alone, but brings in the second pair of eyes, and the log says how', async () => {
    const person = (roles: string[], email: string) => ({ name: 'N', email, roles });
    expect((await api.post('/v1/people', admin, person(['approver'], 'a@company.example'))).statusCode).toBe(202);
    const own = { name: 'first', email: EMAIL, roles: ['admin', 'counsel'] };
    expect((await api.post('/v1/people', admin, own)).statusCode).toBe(202);
    const both = await Promise.all([
      api.post('/v1/people', admin, person(['counsel'], 'c@company.example')),
      api.post('/v1/people', admin, person(['admin'], 'd@company.example')),
    ]);
    // Of two at once only one is the second.
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 202]);
    const done = both.find(({ statusCode }) => statusCode === 201)?.json();
    const entries = await api.db
      .selectFrom('audit_entry')
      .select('detail')
      .where('action', '=', 'person_saved')
      .orderBy('seq', 'desc')
      .execute();
    expect(entries[0]?.detail).toMatchObject({ person: done.id, bootstrap: true });
    const { key } = (await claim(done.claim)).json();
    const waiting = (await api.get('/v1/changes?state=pending', admin)).json().items;
    expect(waiting).toHaveLength(3);
    const [first] = waiting;
    expect((await api.post(`/v1/changes/${first.id}/confirm`, admin, {})).statusCode).toBe(403);
    const second = { id: done.id, key };
    expect((await api.post(`/v1/changes/${first.id}/confirm`, second, {})).statusCode).toBe(200);
  });

  test('does so once: with the second gone, the next one waits', async () => {
    await api.db.updateTable('person').set({ active: false }).where('id', '<>', admin.id).execute();
    const third = { name: 'T', email: 't@company.example', roles: ['admin'] };
    expect((await api.post('/v1/people', admin, third)).statusCode).toBe(202);
  });
});
