import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { holdFreePort } from '../../../desk/port.js';
import { startReadOnlyUi } from '../../../desk/temporal/read-only-ui.js';

let own: Server;
let front: Server;
let port = 0;
const reached: string[] = [];

beforeAll(async () => {
  own = createServer((incoming, answer) => {
    reached.push(`${incoming.method} ${incoming.url}`);
    answer.writeHead(200, { 'x-from': 'ui' }).end('the UI');
  }).listen(0, '127.0.0.1');
  await once(own, 'listening');
  const held = await holdFreePort();
  port = held.number;
  await held.release();
  front = await startReadOnlyUi({ port, target: (own.address() as AddressInfo).port });
});
afterAll(() => {
  front.close();
  own.close();
});

async function ask(method: string, path: string, host = `127.0.0.1:${port}`): Promise<number | undefined> {
  const sent = request({ host: '127.0.0.1', port, method, path, headers: { host } }).end();
  const [answer] = await once(sent, 'response');
  answer.resume();
  return answer.statusCode;
}

const BASE = '/api/v1/namespaces/default/workflows';

describe('Temporal’s UI on the embedded desk', () => {
  test.each([
    ['GET', '/namespaces/default/workflows'],
    ['GET', `${BASE}?query=x`],
    ['POST', `${BASE}/notice-1/query/state?runId=x`],
  ])('forwards a request that reads: %s %s', async (method, path) => {
    expect(await ask(method, path)).toBe(200);
    expect(reached).toContain(`${method} ${path}`);
  });

  test.each([
    ['POST', `${BASE}/notice-1/reset`],
    ['POST', `${BASE}/notice-1/terminate`],
    ['POST', `${BASE}/notice-1/signal/nudge`],
    ['POST', `${BASE}/notice-1/update/command`],
    ['POST', `${BASE}/notice-1?x=/query/state`],
    ['POST', '/api/v1/namespaces/default/activities/complete-by-id'],
    ['PUT', '/api/v1/namespaces/default'],
    ['DELETE', `${BASE}/notice-1`],
  ])('rejects a request that acts: %s %s', async (method, path) => {
    expect(await ask(method, path)).toBe(403);
    expect(reached).not.toContain(`${method} ${path}`);
  });

  test('accepts its own host names only, against DNS rebinding', async () => {
    expect(await ask('GET', '/own', `localhost:${port}`)).toBe(200);
    expect(await ask('GET', '/rebound', `attacker.example:${port}`)).toBe(403);
    expect(reached).not.toContain('GET /rebound');
  });
});
