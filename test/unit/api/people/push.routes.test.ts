import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { revokeSessions } from '../../../../registry/people/sessions.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { signIn } from '../../../support/passkeys/signed-in.js';
import { makeSubscription } from '../../../support/push-service.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

let addresses = 0;
const aBrowser = (endpoint = `https://fcm.googleapis.com/fcm/send/${(addresses += 1)}`) => {
  const { decrypt: _, ...keys } = makeSubscription();
  return { name: 'Firefox, Linux', endpoint, keys };
};

describe('/v1/me/push', () => {
  test('adds a browser to the session that asks for it, once per address, and logs it', async () => {
    const { send: call, id: session } = await signIn(api, api.people.approver.id);
    const { publicKey, devices } = (await call('GET', '/v1/me/push')).json();
    expect(Buffer.from(publicKey, 'base64url')).toHaveLength(65);
    expect(devices).toEqual([]);
    const browser = aBrowser();
    const first = await call('POST', '/v1/me/push', browser);
    expect(first.statusCode).toBe(201);
    expect((await call('POST', '/v1/me/push', browser)).json().id).toBe(first.json().id);
    const { id } = first.json();
    expect((await call('GET', '/v1/me/push')).json().devices).toMatchObject([
      { id, name: 'Firefox, Linux', current: true },
    ]);
    const { rows } = await sql`select detail from audit_entry where action = 'push_device_added'`.execute(api.db);
    expect(rows).toEqual([{ detail: { device: id, name: 'Firefox, Linux' } }]);
    await revokeSessions(api.db, { id: session, at: new Date() });
    const next = await signIn(api, api.people.approver.id);
    expect((await next.send('GET', '/v1/me/push')).json().devices).toEqual([]);
  });

  test('moves a browser to the person who turns notifications on there last', async () => {
    const [counsel, ops] = [await signIn(api, api.people.counsel.id), await signIn(api, api.people.ops.id)];
    const browser = aBrowser();
    await counsel.send('POST', '/v1/me/push', browser);
    await ops.send('POST', '/v1/me/push', browser);
    expect((await counsel.send('GET', '/v1/me/push')).json().devices).toEqual([]);
    expect((await ops.send('GET', '/v1/me/push')).json().devices).toHaveLength(1);
  });

  test('removes only a browser of the caller', async () => {
    const [counsel, ops] = [await signIn(api, api.people.counsel.id), await signIn(api, api.people.ops.id)];
    const { id } = (await counsel.send('POST', '/v1/me/push', aBrowser())).json();
    expect((await ops.send('DELETE', `/v1/me/push/${id}`)).statusCode).toBe(404);
    expect((await counsel.send('DELETE', `/v1/me/push/${id}`)).statusCode).toBe(204);
    expect((await counsel.send('DELETE', `/v1/me/push/${id}`)).statusCode).toBe(404);
  });

  test('rejects an address that is not of a push service, an API key, and an eleventh browser', async () => {
    const { send: call } = await signIn(api, api.people.reviewer.id);
    for (const endpoint of ['https://10.0.0.1/', 'http://fcm.googleapis.com/', 'https://push.example/'])
      expect((await call('POST', '/v1/me/push', aBrowser(endpoint))).statusCode).toBe(422);
    expect((await api.post('/v1/me/push', 'reviewer', aBrowser())).statusCode).toBe(409);
    for (let count = 0; count < 10; count += 1)
      expect((await call('POST', '/v1/me/push', aBrowser())).statusCode).toBe(201);
    expect((await call('POST', '/v1/me/push', aBrowser())).statusCode).toBe(409);
  });
});
