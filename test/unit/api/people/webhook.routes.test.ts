import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const PATH = '/v1/me/webhook';
const ask = (url: string, as: 'reviewer' | 'admin' | 'counsel' = 'reviewer') => api.post(PATH, as, { url });
const mine = async (as: 'reviewer' | 'admin' = 'reviewer') => (await api.get(PATH, as)).json();
const remove = () => {
  const headers = { authorization: `Bearer ${api.people.reviewer.key}` };
  return api.app.inject({ method: 'DELETE', url: PATH, headers });
};
const confirm = (change: string, as: 'reviewer' | 'counsel' | 'admin') =>
  api.post(`/v1/changes/${change}/confirm`, as, {});

describe('/v1/me/webhook', () => {
  test('receives notifications only once a second person has confirmed its host, and never shows the address', async () => {
    const answer = await ask('https://chat.example/hook/secret-token');
    expect(answer.statusCode).toBe(202);
    const { change } = answer.json();
    expect(await mine()).toEqual({ host: null, requested: { host: 'chat.example', change } });
    expect((await confirm(change, 'reviewer')).statusCode).toBe(403);
    const shown = (await api.get(`/v1/changes/${change}`, 'counsel')).json();
    expect(shown).toMatchObject({ kind: 'webhook', before: null, after: { host: 'chat.example' } });
    expect((await confirm(change, 'counsel')).statusCode).toBe(200);
    expect(await mine()).toEqual({ host: 'chat.example', requested: null });
    const { rows } = await sql<{ log: string }>`
      select string_agg(detail::text, ' ') as log from audit_entry`.execute(api.db);
    expect(`${JSON.stringify(shown)}${rows[0]?.log}`).not.toContain('secret-token');
  });

  test('does not let an admin confirm the own address', async () => {
    const { change } = (await ask('https://chat.example/own', 'admin')).json();
    expect((await confirm(change, 'admin')).json()).toMatchObject({ status: 403 });
    expect((await mine('admin')).host).toBeNull();
  });

  test('keeps the confirmed address until another one is confirmed', async () => {
    const { change } = (await ask('https://other.example/hook')).json();
    expect(await mine()).toEqual({ host: 'chat.example', requested: { host: 'other.example', change } });
    await confirm(change, 'counsel');
    expect(await mine()).toEqual({ host: 'other.example', requested: null });
  });

  test('refuses to confirm an address that was removed since', async () => {
    const { change } = (await ask('https://third.example/hook')).json();
    expect((await remove()).statusCode).toBe(204);
    expect((await confirm(change, 'counsel')).statusCode).toBe(409);
    expect(await mine()).toEqual({ host: null, requested: null });
    expect((await remove()).statusCode).toBe(204);
  });

  test.each([
    'http://chat.example/hook',
    'https://10.0.0.1/hook',
    'https://[::1]/',
    'https://me@chat.example/',
    'nonsense',
  ])('rejects %s', async (url) => expect((await ask(url)).statusCode).toBe(422));
});
