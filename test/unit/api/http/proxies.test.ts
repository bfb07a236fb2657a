import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

/** Where an ingress stands, and where somebody else does. */
const PROXY = '10.1.2.3';
const STRANGER = '198.51.100.9';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi({ trustedProxies: ['10.0.0.0/8'], metricsToken: null });
});
afterAll(() => api.close());

const ask = (url: string, remoteAddress: string, headers: Record<string, string> = {}) =>
  api.app.inject({ url, remoteAddress, headers });

/** As many requests as an address may make in a minute without credentials, and the answer to one more. */
async function exhaust(from: (nth: number) => ReturnType<typeof ask>) {
  for (let nth = 0; nth < 600; nth += 1) await from(nth);
  return (await from(600)).statusCode;
}

describe('a proxy that is trusted', () => {
  test('says for whom it asks: each has a quota of their own', async () => {
    const by = (client: string) => ask('/v1/me', PROXY, { 'x-forwarded-for': client });
    expect(await exhaust(() => by('203.0.113.1'))).toBe(429);
    expect((await by('203.0.113.2')).statusCode).toBe(401);
  });

  test('lends nobody its own address for the metrics', async () => {
    expect((await ask('/metrics', '127.0.0.1')).statusCode).toBe(200);
    expect((await ask('/metrics', PROXY, { 'x-forwarded-for': '203.0.113.7' })).statusCode).toBe(401);
  });
});

describe('who is no trusted proxy', () => {
  test('gets no fresh quota by naming other addresses', async () => {
    const status = await exhaust((nth) => ask('/v1/me', STRANGER, { 'x-forwarded-for': `203.0.113.${nth % 250}` }));
    expect(status).toBe(429);
  });

  test('keeps nobody behind the same address from signing in by a flood of wrong keys', async () => {
    const wrong = { authorization: `Bearer nd_00000000_${'A'.repeat(43)}` };
    expect(await exhaust(() => ask('/v1/me', '198.51.100.77', wrong))).toBe(429);
    expect((await ask('/auth/sign-in', '198.51.100.77')).statusCode).not.toBe(429);
  });
});
