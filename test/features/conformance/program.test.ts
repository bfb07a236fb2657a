import { execFile } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSamplePlatform } from '../../../examples/sample-platform.js';

const PROGRAM = new URL('../../../dist/platforms/conformance/main.js', import.meta.url).pathname;
const TOKEN = 'a-token-for-the-sample';
const SECRET = `whsec_${Buffer.from('a-secret-of-some-length-for-samples').toString('base64')}`;

let server: Server;
let url: string;
beforeAll(async () => {
  server = await startSamplePlatform(0, { token: TOKEN, webhookSecret: SECRET });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function conformance(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], (error, out, err) => resolve({ code: error?.code ?? 0, out, err }));
  });
}

describe('npm run conformance', () => {
  test('prints the checklist of a conforming platform, and exits with 0', async () => {
    const { code, out } = await conformance(url, '--token', TOKEN, '--secret', SECRET);
    expect(out).toMatch(/^ok {3}targets are resolved in request order/);
    expect([code, out.split('\n').at(-2)]).toEqual([0, '19 passed, 0 failed, 0 not offered']);
  });

  test('exits with 2 if the platform denies access or the usage is invalid', async () => {
    const { code, err } = await conformance(url, '--token', 'wrong', '--secret', SECRET);
    expect([code, err]).toEqual([2, 'The platform could not be tested: The platform answered 401.\n']);
    expect((await conformance(url)).code).toBe(2);
    expect((await conformance(url, '--token', TOKEN, '--countries', 'India')).code).toBe(2);
  });
});
