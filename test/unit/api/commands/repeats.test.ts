import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { lockIdempotencyKey } from '../../../../registry/notices/idempotency.js';
import { startApi, type ApiAnswer, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';

const engine = createDomainEngine();
let api: ApiHarness;
let gate: Promise<void> = Promise.resolve();

beforeAll(async () => {
  api = await startApi({
    engine: {
      ...engine,
      start: async (input) => {
        await gate;
        return engine.start(input);
      },
    },
  });
  engine.attach(api.worker);
});
afterEach(() => {
  gate = Promise.resolve();
});
afterAll(() => api.close());

const anOrder = (reference: string) => ({
  kind: 'blocking_order',
  authority: 'in-meity',
  jurisdiction: 'IN',
  reference,
  orderedDeadline: { at: '2030-01-01T05:30:00+05:30' },
  facts: { actualKnowledgeAt: '2026-01-01T05:30:00+05:30' },
  secrecy: { level: 'restricted', until: '2031-01-01T05:30:00+05:30' },
  targets: [{ type: 'account', locator: '@one' }],
});

const intake = (key: string, as: 'intake' | HarnessPerson = 'intake') =>
  api.post('/v1/notices', as, anOrder(key), { 'idempotency-key': key });

describe('repeated POST /v1/notices', () => {
  test('replays the first answer byte for byte after the workflow has started and the notice has changed', async () => {
    for (const as of ['intake' as const, await api.addPerson('Both', ['intake', 'counsel'])]) {
      const key = uuidv7();
      const first = await intake(key, as);
      expect([first.statusCode, first.json().workflow.started]).toEqual([201, true]);
      await api.post(`/v1/notices/${first.json().id}/claim`, 'counsel', {});
      const again = await intake(key, as);
      expect([again.statusCode, again.headers['idempotent-replay']]).toEqual([201, 'true']);
      expect(again.body).toBe(first.body);
      for (const name of ['content-type', 'location']) expect(again.headers[name]).toBe(first.headers[name]);
    }
  });

  test('replays the first answer if Temporal was unavailable and the workflow was started later', async () => {
    const key = uuidv7();
    gate = Promise.reject(new Error('no engine'));
    gate.catch(() => undefined);
    const first = await intake(key);
    gate = Promise.resolve();
    expect(first.json().workflow.started).toBe(false);
    await sql`update notice set workflow_started = true where id = ${first.json().id}::uuid`.execute(api.db);
    expect((await intake(key)).body).toBe(first.body);
  });

  test('answers a repeat during the workflow start like the first request', async () => {
    const key = uuidv7();
    let open = () => undefined as void;
    gate = new Promise((resolve) => (open = resolve));
    const first = intake(key);
    const count = sql<{ n: number }>`select count(*)::int as n from notice where reference = ${key}`;
    while ((await count.execute(api.db)).rows[0]?.n !== 1) await sleep(5);
    const repeat = await intake(key);
    open();
    expect([repeat.statusCode, repeat.headers['idempotent-replay']]).toEqual([201, 'true']);
    expect((await first).body).toBe(repeat.body);
    expect((await intake(key)).body).toBe((await first).body);
    expect((await count.execute(api.db)).rows).toEqual([{ n: 1 }]);
  });
});

describe('concurrent POST /v1/notices with one idempotency key', () => {
  /** Sends an intake that blocks after reading and before writing; `go` lets it write. */
  async function readAndWaiting(
    key: string,
    as: 'intake' | HarnessPerson,
  ): Promise<{ sent: Promise<ApiAnswer>; go(): void }> {
    const { keys } = api.context;
    const { make } = keys;
    let go = () => undefined as void;
    const open = new Promise<void>((resolve) => (go = resolve));
    let waits = go;
    const waiting = new Promise<void>((resolve) => (waits = resolve));
    keys.make = async (id) => {
      waits();
      await open;
      return make(id);
    };
    const sent = intake(key, as);
    await waiting;
    keys.make = make;
    return { sent, go };
  }

  const askers = async () => ['intake' as const, await api.addPerson('Reads and sends', ['intake', 'counsel'])];

  test('replays the first answer if it completed in the meantime', async () => {
    for (const as of await askers()) {
      const key = uuidv7();
      const second = await readAndWaiting(key, as);
      const first = await intake(key, as);
      second.go();
      const again = await second.sent;
      expect([first.statusCode, again.statusCode, again.headers['idempotent-replay']]).toEqual([201, 201, 'true']);
      expect(again.body).toBe(first.body);
      expect((await intake(key, as)).body).toBe(first.body);
    }
  });

  test('answers 409 while the first request is being written, and leaves nothing behind', async () => {
    for (const as of await askers()) {
      const key = uuidv7();
      const caller = as === 'intake' ? api.people.intake.id : as.id;
      const sent = await api.db.transaction().execute(async (trx) => {
        await lockIdempotencyKey(trx, { caller, key });
        return intake(key, as);
      });
      expect([sent.statusCode, sent.json().type]).toEqual([409, 'urn:notice-desk:problem:idempotency-in-flight']);
      const left = sql<{ n: number }>`select count(*)::int as n from notice where reference = ${key}`;
      expect((await left.execute(api.db)).rows).toEqual([{ n: 0 }]);
      expect((await intake(key, as)).statusCode).toBe(201);
    }
  });
});

describe('repeated command', () => {
  test('replays the first answer byte for byte', async () => {
    const { id } = (await intake(uuidv7())).json();
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    const sent = [
      ['claim', {}],
      ['decide', { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] }],
      ['annotate', { text: 'A note', audience: 'internal' }],
    ] as const;
    for (const [name, body] of sent) {
      const headers = { 'idempotency-key': uuidv7() };
      const first = await api.post(`/v1/notices/${id}/${name}`, 'counsel', body, headers);
      expect([name, first.statusCode]).toEqual([name, 200]);
      await api.post(`/v1/notices/${id}/annotate`, 'counsel', { text: 'Meanwhile', audience: 'internal' });
      const again = await api.post(`/v1/notices/${id}/${name}`, 'counsel', body, headers);
      expect([again.statusCode, again.headers['idempotent-replay']]).toEqual([200, 'true']);
      expect(again.body).toBe(first.body);
      expect(again.headers['content-type']).toBe(first.headers['content-type']);
    }
  });
});

test('timestamps sent with an offset are shown in UTC with milliseconds on every route', async () => {
  const { id } = (await intake(uuidv7())).json();
  const notice = (await api.get(`/v1/notices/${id}`, 'counsel')).json();
  expect(notice.orderedDeadline.at).toBe('2030-01-01T00:00:00.000Z');
  expect(notice.facts).toEqual({ actualKnowledgeAt: '2026-01-01T00:00:00.000Z' });
  expect(notice.secrecy.until).toBe('2031-01-01T00:00:00.000Z');
  const triage = { facts: { hearingAt: '2030-02-01T05:30:00+05:30' } };
  const answer = await api.post(`/v1/notices/${id}/triage`, 'counsel', triage);
  expect(answer.json().facts).toMatchObject({ hearingAt: '2030-02-01T00:00:00.000Z' });
  for (const path of ['', '/timeline', '/clocks', '/letters', '/targets']) {
    const { body } = await api.get(`/v1/notices/${id}${path}`, 'counsel');
    // A receipt's working states local time of its zone.
    expect(body.replaceAll(/"working":\[[^\]]*\]/g, '')).not.toMatch(/\d[+-]\d\d:\d\d"/);
  }
});
