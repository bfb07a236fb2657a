import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fastify from 'fastify';
import { serveConsole } from '../../../../api/console/serve.js';
import { createSignIn } from '../../../../api/sign-in/issuer.js';
import { precompress } from '../../../../scripts/precompress.mjs';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

const SCRIPT = `console.log(${JSON.stringify('x'.repeat(3_000))});`;
const PAGE =
  '<!doctype html><html lang="en"><title>Console</title><script src="/assets/index-3f2a.js"></script></html>';

let folder: string;
let api: ApiHarness;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-console-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'assets', 'index-3f2a.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'stale.css.br'), 'of a file that is gone');
  expect(await precompress(folder)).toBe(1);
  const signIn = createSignIn({
    issuer: 'https://login.house.example/tenant',
    clientId: 'desk',
    clientSecret: undefined,
    redirectUri: 'http://desk.test/auth/callback',
  });
  api = await startApi({ consoleDir: folder, signIn });
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('console', () => {
  test.each(['/', '/outbox', '/notices/01a2/targets?action=withhold', '/sign-in?problem=expired', '/v1x', '/ops/'])(
    'is served at %s to a browser, with revalidation each time',
    async (path) => {
      const page = await api.get(path, null, HTML);
      expect([page.statusCode, page.headers['content-type'], page.body]).toEqual([
        200,
        'text/html; charset=utf-8',
        PAGE,
      ]);
      expect(page.headers['cache-control']).toBe('no-cache');
      const again = await api.get(path, null, { ...HTML, 'if-none-match': String(page.headers['etag']) });
      expect(again.statusCode).toBe(304);
    },
  );

  test('forbids framing and all foreign or inline scripts', async () => {
    const { headers } = await api.get('/', null);
    expect(String(headers['content-security-policy']).split(';')).toEqual([
      "default-src 'self'",
      "script-src 'self'",
      "script-src-attr 'none'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self' https://login.house.example",
    ]);
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('serves its hashed files as immutable, compressed as the browser accepts', async () => {
    const get = (encoding: string) => api.get('/assets/index-3f2a.js', null, { 'accept-encoding': encoding });
    const plain = await get('identity');
    expect([plain.statusCode, plain.body]).toEqual([200, SCRIPT]);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers['content-type']).toContain('javascript');
    const brotli = await get('gzip, deflate, br');
    expect([brotli.headers['content-encoding'], brotli.headers['vary']]).toEqual(['br', 'Accept-Encoding']);
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(SCRIPT);
    const zipped = await get('gzip');
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(SCRIPT);
    expect((await api.get('/favicon.svg', null)).headers['content-type']).toBe('image/svg+xml');
  });

  test.each(['/assets/gone.js', '/assets/%2e%2e%2findex.html', '/assets/index-3f2a.js%00', '/assets/%ff'])(
    'answers 404 at %s',
    async (path) => {
      const answer = await api.get(path, null, HTML);
      expect([answer.statusCode, answer.json().type]).toEqual([404, 'urn:notice-desk:problem:not-found']);
    },
  );

  test.each([
    ['GET', '/v1/nothing', HTML, 401],
    ['GET', '/outbox', { accept: '*/*' }, 401],
    ['GET', '/auth/nothing', HTML, 401],
    ['POST', '/outbox', HTML, 401],
  ] as const)('does not answer %s %s from a program', async (method, url, headers, status) => {
    const anonymous = await api.app.inject({ method, url, headers });
    expect([anonymous.statusCode, anonymous.headers['content-type']]).toEqual([
      status,
      expect.stringContaining('application/problem+json'),
    ]);
    const key = { ...headers, authorization: `Bearer ${api.people.ops.key}` };
    expect((await api.app.inject({ method, url, headers: key })).statusCode).toBe(404);
  });

  test.each(['/%76%31/rulebook/grounds', '/v%31/me', '/%76%31/notices'])(
    'does not bypass credentials at %s, an escaped path of the API, and counts the requests',
    async (path) => {
      const remoteAddress = `203.0.113.${path.length}`;
      const ask = async () => (await api.app.inject({ url: path, headers: HTML, remoteAddress })).statusCode;
      expect(await ask()).toBe(401);
      for (let sent = 1; sent < 600; sent += 1) await ask();
      expect(await ask()).toBe(429);
    },
  );

  test('that is not built explains how to build it', async () => {
    const app = fastify();
    await serveConsole(app, { consoleDir: join(folder, 'nowhere') });
    const page = await app.inject('/');
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain('npm run build');
    await app.close();
  });
});
