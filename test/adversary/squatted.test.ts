import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { NOTICE_QUEUE } from '../../client/queues.js';
import { reconcile, RECONCILER_TIMING } from '../../application/enforcement/reconcile/reconcile.js';
import { answerUnanswered } from '../../jobs/send-again.js';
import { recordWorkerHeartbeat } from '../../registry/ops/worker-heartbeats.js';
import { startDomainApi, type ApiHarness } from '../support/api-harness.js';
import { createDomainEngine } from '../support/domain-engine.js';
import { inApproval } from '../support/in-approval.js';

/**
 * An attacker who reaches Temporal's port ends a notice's workflow and starts another under its id, or keeps it from
 * answering. Ops is alerted within two passes of the reconciler, senders of commands learn their outcome, and a rebuild
 * replaces the intruder.
 */
let api: ApiHarness;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
});
afterAll(() => api.close());

async function pass({ workers = 1 } = {}): Promise<void> {
  await sql`delete from worker_heartbeat`.execute(api.db);
  if (workers > 0) await recordWorkerHeartbeat(api.db, { queue: NOTICE_QUEUE, process: uuidv7() });
  await reconcile(api.context, { pace: { ...RECONCILER_TIMING, aSecond: 1_000, graceMs: 1 } });
}
const alerts = async (id: string) => {
  const { items } = (await api.get('/v1/ops/alerts?limit=200', 'ops')).json();
  return items.filter(({ notice }: { notice: string }) => notice === id);
};
const kinds = async (id: string) => (await alerts(id)).map(({ kind }: { kind: string }) => kind);
const rebuild = (id: string) =>
  api.post(`/v1/ops/notices/${id}/repair`, 'ops', { action: 'rebuild', reason: 'Another workflow runs there.' });
const read = async (id: string) => (await api.get(`/v1/notices/${id}`, 'counsel')).json();

const FAULTS = {
  'a workflow in a task queue of nobody': { kind: 'divergence', make: (id: string) => engine.squat(id, 'queue') },
  'a workflow of another type': { kind: 'divergence', make: (id: string) => engine.squat(id, 'type') },
  'a workflow that does not answer': { kind: 'workflow_stuck', make: (id: string) => engine.deafen(id) },
  'the own workflow reset to where it stands': {
    kind: 'divergence',
    make: (id: string) => engine.reset(engine.stateOf(id)),
  },
};

const STAGES = {
  triage: async () => {
    const { id } = await api.receive();
    await api.post(`/v1/notices/${id}/annotate`, 'reviewer', { text: 'Seen.', audience: 'internal' });
    return id;
  },
  approval: async () => {
    const { id } = await api.receive();
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    return inApproval(api, id);
  },
};

describe.each(Object.entries(FAULTS))('squatted workflow: %s', (_fault, { kind, make }) => {
  test.each(Object.entries(STAGES))(
    'is found within two reconciler passes and replaced by a rebuild in %s',
    async (stage, bring) => {
      const id = await bring();
      await pass();
      expect(await kinds(id)).toEqual([]);
      const before = await read(id);
      make(id);
      await pass();
      await pass();
      expect(await kinds(id)).toEqual([kind]);
      const rebuilt = await rebuild(id);
      expect([rebuilt.statusCode, rebuilt.json().result]).toEqual([
        200,
        expect.objectContaining({ action: 'rebuild' }),
      ]);
      expect(engine.stateOf(id)).toMatchObject({ epoch: 1, stage });
      expect(await read(id)).toMatchObject({ stage, counts: before.counts, version: before.version + 1 });
      await pass();
      await pass();
      expect(await kinds(id)).toEqual([]);
    },
  );
});

describe('command to a notice whose workflow does not answer', () => {
  test.each([
    ['before the alert', 0, 'when the engine is back'],
    ['after the alert', 2, 'rebuilt'],
  ])('states its outcome %s, and is carried out after the rebuild', async (_when, passes, says) => {
    const { id } = await api.receive();
    engine.squat(id, 'queue');
    for (let nth = 0; nth < passes; nth += 1) await pass();
    const claim = await api.post(`/v1/notices/${id}/claim`, 'reviewer', {});
    expect([claim.statusCode, claim.json().detail]).toEqual([503, expect.stringContaining(says)]);
    expect((await rebuild(id)).statusCode).toBe(200);
    await sql`update command set created_at = now() - interval '1 minute' where notice_id = ${id}::uuid`.execute(
      api.db,
    );
    await answerUnanswered(api.context);
    expect((await read(id)).assignee).not.toBeNull();
  });

  test('waits once ops is alerted, so that it blocks no other command', async () => {
    const { id } = await api.receive();
    engine.deafen(id);
    await pass();
    await pass();
    await api.post(`/v1/notices/${id}/claim`, 'reviewer', {});
    await sql`update command set created_at = now() - interval '1 minute' where notice_id = ${id}::uuid`.execute(
      api.db,
    );
    const sent: string[] = [];
    const { send } = engine;
    engine.send = async (noticeId, command) => {
      sent.push(noticeId);
      return send(noticeId, command);
    };
    await answerUnanswered(api.context);
    engine.send = send;
    expect(sent).not.toContain(id);
  });
});

test('raises no alert for an unanswering workflow while no worker is running', async () => {
  const { id } = await api.receive();
  engine.deafen(id);
  for (let nth = 0; nth < 3; nth += 1) await pass({ workers: 0 });
  expect(await kinds(id)).toEqual([]);
  expect((await rebuild(id)).statusCode).toBe(503);
});

test('resolves the alert when the workflow answers again', async () => {
  const { id } = await api.receive();
  engine.deafen(id);
  await pass();
  await pass();
  expect(await kinds(id)).toEqual(['workflow_stuck']);
  engine.undeafen(id);
  await pass();
  expect(await kinds(id)).toEqual([]);
});

test('reports and ends a reset workflow immediately, and rebuilds it from the registry', async () => {
  const { id } = await api.receive();
  const before = engine.stateOf(id);
  await api.post(`/v1/notices/${id}/triage`, 'reviewer', {});
  engine.reset(before);
  const note = await api.post(`/v1/notices/${id}/annotate`, 'counsel', { text: 'Seen.', audience: 'internal' });
  expect([note.statusCode, note.json().detail]).toEqual([503, expect.stringContaining('rebuilt')]);
  expect(await alerts(id)).toMatchObject([{ kind: 'divergence', detail: { run: 'reset' }, repairs: ['rebuild'] }]);
  expect(await read(id)).toMatchObject({ stage: 'review', version: 2 });
  expect((await rebuild(id)).statusCode).toBe(200);
  expect(engine.stateOf(id)).toMatchObject({ stage: 'review', epoch: 1 });
  expect(await kinds(id)).toEqual([]);
});
