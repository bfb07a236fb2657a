import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../../activities/record.js';
import { reconcile, RECONCILER_TIMING } from '../../../application/enforcement/reconcile/reconcile.js';
import { findStuck } from '../../../application/enforcement/reconcile/find-stuck.js';
import { answerUnanswered } from '../../../jobs/send-again.js';
import { toProjection } from '../../../domain/notices/projection.js';
import { putTogether } from '../../../domain/notices/put-together.js';
import { findRecordedNotice } from '../../../registry/notices/recorded-notice.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';
import { findLastPass } from '../../../registry/ops/reconciling.js';
import { startDomainApi, type ApiHarness } from '../../support/api-harness.js';
import { createDomainEngine } from '../../support/domain-engine.js';
import { insertEnforced } from '../../support/enforced-notice.js';
import { inApproval } from '../../support/in-approval.js';

let api: ApiHarness;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
});
afterAll(() => api.close());

const reconcileNow = () => reconcile(api.context, { pace: { ...RECONCILER_TIMING, aSecond: 1_000, graceMs: 1 } });
const found = async (id: string) => {
  const { items } = (await api.get('/v1/ops/alerts?limit=200', 'ops')).json();
  return items.filter(({ notice }: { notice: string }) => notice === id);
};
const kinds = async (id: string) => (await found(id)).map(({ kind }: { kind: string }) => kind);
const repair = (id: string, action: string) =>
  api.post(`/v1/ops/notices/${id}/repair`, 'ops', { action, reason: 'The engine has lost it.' });
const read = async (id: string) => (await api.get(`/v1/notices/${id}`, 'counsel')).json();
const listClocks = async (id: string) => (await api.get(`/v1/notices/${id}/clocks`, 'counsel')).json().items;

describe('putTogether', () => {
  test('rebuilds the workflow’s state from the rows, for a new notice and for one in approval', async () => {
    for (const id of [(await api.receive()).id, await inApproval(api)]) {
      const recorded = await findRecordedNotice(api.db, id);
      if (recorded === undefined) throw new Error('no such notice');
      const { verifiedBy: _, ...held } = engine.stateOf(id);
      const { verifiedBy: __, ...again } = putTogether(recorded);
      expect(again).toEqual({ ...held, processed: expect.arrayContaining(held.processed) });
    }
  });
});

describe('notice whose workflow was terminated from outside', () => {
  test('is reported, keeps its due times and approver slots, and resumes after a rebuild', async () => {
    const id = await inApproval(api);
    await reconcileNow();
    expect(await kinds(id)).toEqual([]);
    const before = await listClocks(id);
    engine.lose(id);
    const claimed = await api.post(`/v1/notices/${id}/claim`, 'reviewer', {});
    expect([claimed.statusCode, claimed.json().detail]).toEqual([503, expect.stringContaining('rebuilt')]);
    await reconcileNow();
    expect(await found(id)).toMatchObject([
      { kind: 'workflow_gone', detail: { how: 'terminated' }, repairs: ['rebuild', 'force_close'] },
    ]);
    await answerUnanswered(api.context);
    const rebuilt = await repair(id, 'rebuild');
    expect([rebuilt.statusCode, rebuilt.json().result.action]).toEqual([200, 'rebuild']);
    expect(await kinds(id)).toEqual([]);
    expect(await listClocks(id)).toEqual(before);
    const [submission] = (await api.get(`/v1/notices/${id}/submissions`, 'approver')).json().items;
    const approval = { submission: submission.number, digest: submission.digest };
    expect((await api.post(`/v1/notices/${id}/approve`, 'approver', approval)).json().stage).toBe('enforcement');
    expect(engine.stateOf(id)).toMatchObject({
      epoch: 1,
      effects: expect.arrayContaining([expect.objectContaining({ type: 'enforce' })]),
    });
    await reconcileNow();
    expect(await kinds(id)).toEqual([]);
  });

  test('accepts the commands sent in the meantime once it is rebuilt', async () => {
    const { id } = await api.receive();
    engine.lose(id);
    expect((await api.post(`/v1/notices/${id}/claim`, 'reviewer', {})).statusCode).toBe(503);
    await sql`update command set created_at = now() - interval '1 minute' where notice_id = ${id}::uuid`.execute(
      api.db,
    );
    await reconcileNow();
    await answerUnanswered(api.context);
    expect((await read(id)).assignee).toBeNull();
    await repair(id, 'rebuild');
    await answerUnanswered(api.context);
    expect((await read(id)).assignee).not.toBeNull();
  });

  test('is force-closed by two people', async () => {
    const { id } = await api.receive();
    engine.lose(id);
    expect((await repair(id, 'force_close')).json().result).toMatchObject({ state: 'requested' });
    const second = await api.post(`/v1/ops/notices/${id}/repair`, 'counsel', { action: 'force_close', reason: 'Yes.' });
    expect([second.statusCode, (await read(id)).stage]).toEqual([200, 'closed']);
  });

  test('rejects records of the older run after a rebuild', async () => {
    const { id } = await api.receive();
    const old = engine.stateOf(id);
    engine.lose(id);
    await repair(id, 'rebuild');
    const { version } = await read(id);
    const late = { ...toProjection(old), version: version + 5, stage: 'closed' as const };
    await expect(createRecordActivities({ db: api.db }).recordTransitions(late)).rejects.toMatchObject({
      type: 'Superseded',
    });
    expect(await read(id)).toMatchObject({ version, stage: 'triage' });
  });

  test('is not reported when the notice is closed', async () => {
    const { id } = await api.receive();
    await api.post(`/v1/notices/${id}/close`, 'counsel', { reason: 'Void.', override: true });
    expect((await read(id)).stage).toBe('closed');
    engine.lose(id);
    await reconcileNow();
    expect(await kinds(id)).toEqual([]);
  });
});

test('reconcile reports a workflow whose task keeps failing, and a rebuild replaces it', async () => {
  const { id } = await api.receive();
  engine.jam(id);
  await reconcileNow();
  expect(await found(id)).toMatchObject([
    { kind: 'workflow_stuck', detail: { attempts: 7 }, repairs: ['rebuild', 'force_close'] },
  ]);
  expect((await repair(id, 'rebuild')).statusCode).toBe(200);
  expect(engine.stateOf(id)).toMatchObject({ epoch: 1, stage: 'triage' });
  await reconcileNow();
  expect(await kinds(id)).toEqual([]);
});

describe('check for workflows whose task fails', () => {
  const findStuckFor = () => findStuck(api.context, { aSecond: 1_000 });
  const { listFailing } = engine;
  const silent = async () => [];

  test('reports one that Temporal lists, ahead of the full reconciliation, and resolves it when it resumes', async () => {
    const { id } = await api.receive();
    engine.jam(id);
    await findStuckFor();
    expect(await kinds(id)).toEqual(['workflow_stuck']);
    engine.unjam(id);
    await findStuckFor();
    expect(await kinds(id)).toEqual([]);
  });

  test('reports one that owes an answer to a command, though Temporal lists none', async () => {
    const { id } = await api.receive();
    engine.jam(id);
    engine.listFailing = silent;
    await findStuckFor();
    expect(await kinds(id)).toEqual([]);
    const command = {
      id: uuidv7(),
      name: 'annotate',
      body: { text: 'x', audience: 'internal' },
      actor: { kind: 'person' },
    };
    await sql`insert into command (id, notice_id, name, actor, body, created_at) values (${command.id}::uuid, ${id}::uuid,
      'annotate', ${JSON.stringify(command.actor)}, ${JSON.stringify(command)}, now() - interval '11 s')`.execute(
      api.db,
    );
    await findStuckFor();
    expect(await kinds(id)).toEqual(['workflow_stuck']);
    await sql`delete from command where id = ${command.id}::uuid`.execute(api.db);
    engine.listFailing = listFailing;
    engine.unjam(id);
    await findStuckFor();
  });

  test('reports one that owes an action of a clock, though Temporal lists none', async () => {
    const { id } = await api.receive();
    engine.jam(id);
    engine.listFailing = silent;
    await sql`update clock set next_action_at = now() - interval '11 s' where notice_id = ${id}::uuid`.execute(api.db);
    await findStuckFor();
    expect(await kinds(id)).toEqual(['workflow_stuck']);
    engine.listFailing = listFailing;
    engine.unjam(id);
    await findStuckFor();
    expect(await kinds(id)).toEqual([]);
  });
});

test('reconcile resolves record_stuck once registry and workflow agree', async () => {
  const { id } = await api.receive();
  const key = `${id}:record_stuck`;
  await raiseAlert(api.db, { key, kind: 'record_stuck', noticeId: id, summary: 'It could not be recorded.' });
  await reconcileNow();
  expect(await kinds(id)).toEqual([]);
});

test('reconcile reports a notice in force whose last decision is unenforced, until it is enforced', async () => {
  const { id } = await insertEnforced(api, { count: 2 });
  await sql`update notice set submission_number = 1 where id = ${id}::uuid`.execute(api.db);
  engine.lose(id);
  const unfinished = async () =>
    (await found(id)).filter(({ detail }: { detail: Record<string, unknown> }) => detail['unfinished'] === 1);
  await reconcileNow();
  expect(await unfinished()).toEqual([]);
  await sql`update submission set finished_at = null where notice_id = ${id}::uuid`.execute(api.db);
  await reconcileNow();
  expect(await unfinished()).toMatchObject([{ kind: 'divergence' }]);
  await sql`update submission set finished_at = now() where notice_id = ${id}::uuid`.execute(api.db);
  await reconcileNow();
  expect(await unfinished()).toEqual([]);
});

describe('registry and Temporal of different age', () => {
  test('reports an older Temporal backup, and rebuilds the notice from the registry', async () => {
    const { id } = await api.receive();
    const old = engine.stateOf(id);
    await api.post(`/v1/notices/${id}/triage`, 'reviewer', {});
    engine.restore(old);
    await reconcileNow();
    expect(await found(id)).toMatchObject([
      {
        kind: 'divergence',
        detail: { registryVersion: 2, workflowVersion: 1 },
        summary: expect.stringContaining('from the registry'),
      },
    ]);
    await repair(id, 'rebuild');
    expect(engine.stateOf(id)).toMatchObject({ stage: 'review', version: 3, epoch: 1 });
    await reconcileNow();
    expect(await kinds(id)).toEqual([]);
  });

  test('reports an older registry backup, and rewrites the notice from the workflow', async () => {
    const { id } = await api.receive();
    await api.post(`/v1/notices/${id}/triage`, 'reviewer', {});
    await sql`update notice set version = 1, stage = 'triage' where id = ${id}::uuid`.execute(api.db);
    await reconcileNow();
    expect(await found(id)).toMatchObject([
      {
        kind: 'divergence',
        detail: { registryVersion: 1, workflowVersion: 2 },
        summary: expect.stringContaining('from the workflow'),
      },
    ]);
    await repair(id, 'rebuild');
    expect(await read(id)).toMatchObject({ stage: 'review', version: 3 });
    expect(engine.stateOf(id).epoch).toBeUndefined();
    await reconcileNow();
    expect(await kinds(id)).toEqual([]);
  });

  test('reports a clock whose due time was changed in the registry only', async () => {
    const { id } = await api.receive();
    await sql`update clock set due_at = due_at + interval '1 day' where notice_id = ${id}::uuid`.execute(api.db);
    await reconcileNow();
    expect(await found(id)).toMatchObject([{ kind: 'divergence', detail: { differs: ['clocks'] } }]);
  });

  test('reports workflows of unknown notices as one alert', async () => {
    const id = '018f0000-0000-7000-8000-00000000dead';
    engine.restore({ ...engine.stateOf((await api.receive()).id), noticeId: id });
    await reconcileNow();
    const { items } = (await api.get('/v1/ops/alerts?kind=divergence', 'ops')).json();
    expect(items).toContainEqual(expect.objectContaining({ notice: null, detail: { notices: [id], count: 1 } }));
    engine.lose(id);
    await reconcileNow();
    const after = (await api.get('/v1/ops/alerts?kind=divergence', 'ops')).json().items;
    expect(after.filter(({ notice }: { notice: string | null }) => notice === null)).toEqual([]);
  });
});

test('reconcile keeps a finding until a check has seen it gone, even in a pass that skips it', async () => {
  await reconcileNow();
  const before = (await findLastPass(api.db))?.found ?? 0;
  const { id } = await api.receive();
  await sql`update clock set due_at = due_at + interval '1 day' where notice_id = ${id}::uuid`.execute(api.db);
  await reconcileNow();
  expect((await findLastPass(api.db))?.found).toBe(before + 1);
  await reconcile(api.context, { pace: { ...RECONCILER_TIMING, maxChecks: 1, aSecond: 1_000, graceMs: 1 } });
  expect((await findLastPass(api.db))?.found).toBe(before + 1);
  expect(await kinds(id)).toEqual(['divergence']);
  await sql`update clock set due_at = due_at - interval '1 day' where notice_id = ${id}::uuid`.execute(api.db);
  await reconcileNow();
  expect((await findLastPass(api.db))?.found).toBe(before);
});

test('a repair queries Temporal before it opens its transaction', async () => {
  const { id } = await api.receive();
  engine.jam(id);
  let open: number | undefined;
  const { describe: ask } = engine;
  engine.describe = async (workflow) => {
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`.execute(
      api.db,
    );
    open ??= rows[0]?.open;
    return ask(workflow);
  };
  expect((await repair(id, 'rebuild')).statusCode).toBe(200);
  engine.describe = ask;
  expect(open).toBe(0);
});

test('reconcile records when it ran, how many notices it checked and what it found', async () => {
  await reconcileNow();
  const { total } = (await api.get('/v1/notices?open=true&count=true&limit=1', 'counsel')).json();
  const round = await findLastPass(api.db);
  expect(round).toMatchObject({ open: total, unanswered: 0 });
  expect(round?.looked).toBeGreaterThanOrEqual(total);
});
