import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDeskConfig } from '../../../../config/env.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

const PROXY = '10.1.2.3';
const STRANGER = '198.51.100.9';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi({ trustedProxies: ['10.0.0.0/8'], metricsToken: null });
});
afterAll(() => api.close());

const ask = (url: string, remoteAddress: string, headers: Record<string, string> = {}) =>
  api.app.inject({ url, remoteAddress, headers });

/** The max number of requests that an address may make in a minute without credentials, and the answer to one more. */
async function exhaust(from: (nth: number) => ReturnType<typeof ask>) {
  for (let nth = 0; nth < 600; nth += 1) await from(nth);
  return (await from(600)).statusCode;
}

describe('trusted proxy', () => {
  test('names its client in X-Forwarded-For, so that each client has its own quota', async () => {
    const by = (client: string) => ask('/v1/me', PROXY, { 'x-forwarded-for': client });
    expect(await exhaust(() => by('203.0.113.1'))).toBe(429);
    expect((await by('203.0.113.2')).statusCode).toBe(401);
  });

  test('does not pass its loopback address on to a client of the metrics', async () => {
    expect((await ask('/metrics', '127.0.0.1')).statusCode).toBe(200);
    expect((await ask('/metrics', '127.0.0.1', { 'x-forwarded-for': '203.0.113.7' })).statusCode).toBe(401);
    expect((await ask('/metrics', PROXY, { 'x-forwarded-for': '203.0.113.7' })).statusCode).toBe(401);
  });
});

describe('untrusted proxy', () => {
  test('gets no fresh quota by naming other addresses', async () => {
    const status = await exhaust((nth) => ask('/v1/me', STRANGER, { 'x-forwarded-for': `203.0.113.${nth % 250}` }));
    expect(status).toBe(429);
  });

  test('cannot block other requests from its address by a flood of wrong keys', async () => {
    const at = '198.51.100.77';
    const wrong = { authorization: `Bearer nd_00000000_${'A'.repeat(43)}` };
    expect(await exhaust(() => ask('/v1/me', at, wrong))).toBe(429);
    for (const url of ['/auth/sign-in', '/portal', '/appeal', '/v1/receipt-keys', '/statements/none'])
      expect([url, (await ask(url, at)).statusCode]).not.toEqual([url, 429]);
    expect((await ask('/v1/me', at)).statusCode).toBe(401);
    expect((await ask('/v1/me', at, { authorization: `Bearer ${api.people.reviewer.key}` })).statusCode).toBe(200);
  });

  test.each(['/portal', '/appeal', '/v1/receipt-keys', '/v1/me'])(
    'uses up only the quota of %s, for that address only',
    async (url) => {
      const at = `198.51.100.${80 + url.length}`;
      expect(await exhaust(() => ask(url, at))).toBe(429);
      expect((await ask('/auth/sign-in', at)).statusCode).not.toBe(429);
      expect((await ask(url, '198.51.100.200')).statusCode).not.toBe(429);
    },
  );
});

test('is the default: without configuration no proxy is trusted', () => {
  expect(readDeskConfig({}).config.trustedProxies).toEqual([]);
});
