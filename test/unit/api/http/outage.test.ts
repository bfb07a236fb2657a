import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { sql } from 'kysely';
import { openDatabase, type Db } from '../../../../registry/db.js';
import { openCutLine, type CutLine } from '../../../support/cut-line.js';
import { idleEngine, startApi, type ApiAnswer, type ApiHarness } from '../../../support/api-harness.js';
import { buildServer } from '../../../../api/server.js';
import pino from 'pino';

const UNAVAILABLE = 'urn:notice-desk:problem:engine-unavailable';
const WORDS = { nothing: /nothing was recorded/, perhaps: /may have been recorded/, recorded: /is recorded/ };

function classifyDetail(detail: string): string {
  return Object.entries(WORDS).find(([, pattern]) => pattern.test(detail))?.[0] ?? detail;
}

let api: ApiHarness;
let line: CutLine;
let cutDb: Db;
let cutGate: Db;
let cutApp: ApiHarness['app'];

beforeAll(async () => {
  api = await startApi({ engine: { ...idleEngine, send: async () => ({ kind: 'accepted', version: 1 }) } });
  line = await openCutLine(api.url);
  cutDb = openDatabase({ url: line.url, maxConnections: 2 });
  cutGate = openDatabase({ url: line.url, maxConnections: 2 });
  // The harness keeps its own uncut connections, to check what was recorded.
  cutApp = await buildServer(
    { ...api.context, db: cutDb, gate: cutGate },
    pino({ level: process.env['TEST_LOG'] ?? 'fatal' }),
  );
  await cutApp.ready();
});
afterAll(async () => {
  await cutApp.close();
  await Promise.all([cutDb.destroy(), cutGate.destroy()]);
  await line.close();
  await api.close();
});

interface Sending {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  as: keyof ApiHarness['people'];
  body?: unknown;
  key?: string;
}

function send({ method, url, as, body, key }: Sending): Promise<ApiAnswer> {
  const headers = {
    authorization: `Bearer ${api.people[as].key}`,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  };
  return cutApp.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body as object }) });
}

/** A pool notices only after a while that its idle connections are dead. */
async function untilReached(db: Db): Promise<void> {
  for (let left = 50; left > 0; left -= 1) {
    const reached = await sql`select 1`.execute(db).catch(() => null);
    if (reached !== null) return;
  }
  throw new Error('the line was mended, and nobody got through');
}

/** Cuts the connection at every database request of one API call in turn. */
async function atEveryCut(
  make: (nth: number) => Promise<Sending>,
  judge: (answer: ApiAnswer, sending: Sending) => Promise<void>,
): Promise<number> {
  for (let nth = 1; nth < 200; nth += 1) {
    for (const when of ['before', 'after'] as const) {
      const sending = await make(nth);
      line.cutAt(nth, when);
      const answer = await send(sending);
      if (!line.mend()) {
        expect([sending.url, answer.statusCode]).toEqual([
          sending.url,
          sending.body === undefined ? 200 : expect.any(Number),
        ]);
        expect(answer.statusCode).toBeLessThan(300);
        return nth;
      }
      await Promise.all([cutDb, cutGate].map(untilReached));
      // Work after the answer, like starting the workflow, is done later.
      if (answer.statusCode < 300) continue;
      expect([nth, when, answer.statusCode, answer.json().type]).toEqual([nth, when, 503, UNAVAILABLE]);
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      await judge(answer, sending);
    }
  }
  throw new Error('the request never came to an end');
}

async function count(query: ReturnType<typeof sql<{ n: number }>>): Promise<number> {
  return (await query.execute(api.db)).rows[0]?.n ?? -1;
}

const anOrder = (reference: string) => ({
  kind: 'blocking_order',
  authority: 'in-meity',
  jurisdiction: 'IN',
  reference,
  targets: [{ type: 'account', locator: '@one' }],
});

describe('registry connection lost during a request', () => {
  test('during intake: 503 says whether the notice was recorded, and the same key never creates two', async () => {
    const words = new Set<string>();
    const cuts = await atEveryCut(
      async () => {
        const key = uuidv7();
        return { method: 'POST', url: '/v1/notices', as: 'intake', key, body: anOrder(key) };
      },
      async (answer, sending) => {
        const { detail } = answer.json();
        const kept = await count(sql`select count(*)::int as n from notice where reference = ${sending.key}`);
        words.add(`${classifyDetail(detail)}, ${kept} kept`);
        const again = await send(sending);
        expect([again.statusCode, again.headers['idempotent-replay']]).toEqual([201, kept === 1 ? 'true' : undefined]);
        expect(await count(sql`select count(*)::int as n from notice where reference = ${sending.key}`)).toBe(1);
      },
    );
    expect(cuts).toBeGreaterThan(4);
    expect([...words].sort()).toEqual(['nothing, 0 kept', 'perhaps, 0 kept', 'perhaps, 1 kept', 'recorded, 1 kept']);
  });

  test.each([undefined, 'keyed'])('during a command, %s: 503 says whether it was recorded', async (keyed) => {
    const words = new Set<string>();
    await atEveryCut(
      async () => {
        const { id } = await api.receive();
        const key = keyed === undefined ? {} : { key: uuidv7() };
        return { method: 'POST', url: `/v1/notices/${id}/claim`, as: 'reviewer', body: {}, ...key };
      },
      async (answer, { url }) => {
        const { detail } = answer.json();
        const id = url.split('/')[3];
        const kept = await count(sql`select count(*)::int as n from command where notice_id = ${id}::uuid`);
        words.add(`${classifyDetail(detail)}, ${kept} kept`);
      },
    );
    expect([...words].sort()).toEqual(['nothing, 0 kept', 'perhaps, 0 kept', 'perhaps, 1 kept', 'recorded, 1 kept']);
  });

  test('during drafting: 503 says whether the draft was recorded', async () => {
    const words = new Set<string>();
    await atEveryCut(
      async () => {
        const { id } = await api.receive();
        await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
        const body = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };
        return { method: 'POST', url: `/v1/notices/${id}/decide`, as: 'reviewer', body };
      },
      async (answer, { url }) => {
        const { detail } = answer.json();
        const id = url.split('/')[3];
        const kept = await count(
          sql`select count(*)::int as n from target where notice_id = ${id}::uuid and action is not null`,
        );
        words.add(`${classifyDetail(detail)}, ${kept} kept`);
      },
    );
    expect([...words].sort()).toEqual(['nothing, 0 kept', 'perhaps, 0 kept', 'perhaps, 1 kept']);
  });

  test('during an administrative act: 503 says whether it was recorded', async () => {
    const words = new Set<string>();
    await atEveryCut(
      async () => {
        const email = `${uuidv7()}@desk.example`;
        return {
          method: 'POST',
          url: '/v1/people',
          as: 'admin',
          body: { name: 'New', email, roles: ['intake'], active: true },
        };
      },
      async (answer, { body }) => {
        const { email } = body as { email: string };
        const kept = await count(sql`select count(*)::int as n from person where email = ${email}`);
        words.add(`${classifyDetail(answer.json().detail)}, ${kept} kept`);
      },
    );
    expect([...words].sort()).toEqual(['nothing, 0 kept', 'perhaps, 0 kept', 'perhaps, 1 kept']);
  });

  test('during a read: 503 asks to retry and mentions no record', async () => {
    const { id } = await api.receive();
    for (const url of [`/v1/notices/${id}`, '/v1/notices?count=true', `/v1/notices/${id}/timeline`, '/v1/stats']) {
      await atEveryCut(
        async () => ({ method: 'GET', url, as: 'reviewer' }),
        async (answer) => expect(answer.json().detail).toBe('The registry cannot be reached. Try again in a moment.'),
      );
    }
  });

  test('before a request: every route that needs the registry answers 503, never 500', async () => {
    const { paths } = (await api.get('/openapi.json', null)).json() as { paths: Record<string, object> };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() as 'GET' })),
    );
    line.cutAt(1, 'before');
    const statuses = new Map<string, number>();
    for (const { path, method } of operations) {
      const url = path.replaceAll(/\{\w+\}/g, uuidv7());
      const answer = await send({ method, url, as: 'counsel', key: uuidv7() });
      statuses.set(`${method} ${path}`, answer.statusCode);
      if (answer.statusCode === 503 && path !== '/readyz') expect(answer.headers['retry-after']).toBe('5');
    }
    line.mend();
    const others = [...statuses].filter(([, status]) => status !== 503);
    expect(Object.fromEntries(others)).toEqual({
      'GET /healthz': 200,
      'GET /metrics': 401,
      'GET /auth/info': 200,
      'GET /auth/callback': 302,
    });
  });
});
