import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerWithProblems } from '../../../../api/answer-problems.js';
import type { Api } from '../../../../api/context.js';
import { shedLoad } from '../../../../api/shed-load.js';

let app: Api;
let waiting: (() => void)[];

/**
 * An API with a concurrency of two reads and three requests in all; requests stay in progress until the test releases
 * them.
 */
beforeEach(() => {
  waiting = [];
  app = fastify().withTypeProvider<ZodTypeProvider>();
  answerWithProblems(app);
  shedLoad(app, { reads: 2, all: 3, few: 3 });
  const work = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  app.get('/v1/notices', work);
  app.post('/v1/notices', work);
  app.post('/v1/refused', async () => {
    throw new Error('refused');
  });
  app.get('/healthz', async () => 'alive');
});
afterEach(async () => {
  for (const go of waiting) go();
  await app.close();
});

const ask = (method: 'GET' | 'POST', url: string) => app.inject({ method, url });

async function working(count: number): Promise<void> {
  while (waiting.length < count) await sleep(5);
}

test('shedLoad rejects reads first with Retry-After, and accepts writes up to the total limit', async () => {
  const reads = [ask('GET', '/v1/notices'), ask('GET', '/v1/notices')];
  await working(2);
  const turnedAway = await ask('GET', '/v1/notices');
  expect(turnedAway.statusCode).toBe(429);
  expect(turnedAway.headers['retry-after']).toBe('2');
  expect(turnedAway.json()).toMatchObject({ type: 'urn:notice-desk:problem:rate-limited' });
  const act = ask('POST', '/v1/notices');
  await working(3);
  expect((await ask('POST', '/v1/notices')).statusCode).toBe(429);
  expect((await ask('GET', '/healthz')).statusCode).toBe(200);
  for (const go of waiting) go();
  for (const one of [...reads, act]) expect((await one).statusCode).toBe(200);
});

test('shedLoad frees the slot of an answered, failed or rejected request', async () => {
  for (let time = 0; time < 5; time += 1) expect((await ask('POST', '/v1/refused')).statusCode).toBe(500);
  for (let time = 0; time < 5; time += 1) expect((await ask('GET', '/v1/nothing')).statusCode).toBe(404);
  const before = [ask('GET', '/v1/notices'), ask('GET', '/v1/notices')];
  await working(2);
  for (let time = 0; time < 5; time += 1) expect((await ask('GET', '/v1/notices')).statusCode).toBe(429);
  for (const go of waiting) go();
  await Promise.all(before);
  const after = ask('GET', '/v1/notices');
  await working(3);
  waiting[2]?.();
  expect((await after).statusCode).toBe(200);
});

test('shedLoad takes no slot for a request whose body arrives slowly', async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const slow: Socket[] = Array.from({ length: 5 }, () => connect(port, '127.0.0.1'));
  for (const socket of slow)
    socket.write(
      'POST /v1/notices HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    );
  await sleep(100);
  const act = ask('POST', '/v1/notices');
  await working(1);
  waiting[0]?.();
  expect((await act).statusCode).toBe(200);
  for (const socket of slow) socket.destroy();
});

test('shedLoad answers one request of a crowd per event loop turn', async () => {
  const crowd = fastify().withTypeProvider<ZodTypeProvider>();
  shedLoad(crowd, { reads: 50, all: 50, few: 1 });
  let [turn, begun] = [0, 0];
  const begunInTurn: number[] = [];
  const answeredInTurn: number[] = [];
  let goOn: () => void = () => undefined;
  const open = new Promise<void>((resolve) => (goOn = resolve));
  crowd.get('/v1/notices', async () => {
    begun += 1;
    begunInTurn.push(turn);
    await open;
    return { answered: { toJSON: () => answeredInTurn.push(turn) } };
  });
  let counts = true;
  const count = () => {
    turn += 1;
    if (counts) setImmediate(count);
  };
  count();
  const requests = Array.from({ length: 20 }, () => crowd.inject({ method: 'GET', url: '/v1/notices' }));
  while (begun < 20) await sleep(1);
  goOn();
  for (const one of requests) expect((await one).statusCode).toBe(200);
  counts = false;
  // The first one has no predecessor.
  expect(new Set(begunInTurn).size).toBeGreaterThanOrEqual(19);
  expect(new Set(answeredInTurn).size).toBeGreaterThanOrEqual(19);
  await crowd.close();
});
