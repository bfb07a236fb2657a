import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { accounts, followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { withCertificate } from '../support/with-certificate.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
let connection: Connection;
let client: Client;
let registry: pg.Client;
beforeAll(async () => {
  desk = await startDesk({ DESK_RECONCILE_EVERY: 'PT3S' });
  await reconnect();
});
afterAll(async () => {
  await registry?.end();
  await connection?.close();
  await desk.discard();
});

/** Temporal and PostgreSQL have other addresses after a restart. */
async function reconnect(): Promise<void> {
  await registry?.end().catch(() => undefined);
  await connection?.close();
  const { temporal } = desk.file();
  connection = await Connection.connect(withCertificate(temporal));
  client = new Client({ connection, namespace: temporal.namespace });
  registry = new pg.Client(desk.adminDatabase());
  registry.on('error', () => undefined);
  await registry.connect();
}

const terminate = (id: string) => client.workflow.getHandle(makeNoticeWorkflowId(id)).terminate('not by the desk');
const openKinds = async (id: string): Promise<string[]> => {
  const { body } = await desk.call('ops', 'GET', '/v1/ops/alerts?limit=200');
  return body.items.filter(({ notice }: { notice: string }) => notice === id).map(({ kind }: { kind: string }) => kind);
};
const foundGone = (id: string) =>
  eventually(
    () => openKinds(id),
    (kinds) => kinds.includes('workflow_gone'),
    30_000,
  );
/** On a busy machine Temporal may be slow to start it: the repair is then requested again. */
const rebuild = (id: string) =>
  eventually(
    () => desk.call('ops', 'POST', `/v1/ops/notices/${id}/repair`, { action: 'rebuild', reason: 'It was terminated.' }),
    ({ status }) => status !== 503,
  );

test('detects a workflow terminated during review, rebuilds it, and completes the notice', async () => {
  const { body } = await receive(desk);
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  // The acknowledgement is sent automatically; the comparison waits until it has been.
  const before = await eventually(
    () => notice.list('clocks'),
    (clocks) =>
      clocks.some(({ kind, state }: { kind: string; state: string }) => kind === 'acknowledge' && state === 'met'),
  );
  await terminate(body.id);
  const claim = await desk.call('reviewer', 'POST', `/v1/notices/${body.id}/claim`, {});
  expect([claim.status, claim.body.detail]).toEqual([503, expect.stringContaining('lost the workflow')]);
  await foundGone(body.id);
  const { status, body: rebuilt } = await rebuild(body.id);
  expect([status, rebuilt.stage]).toEqual([200, 'review']);
  expect(await openKinds(body.id)).not.toContain('workflow_gone');
  const due = (clocks: { id: string; dueAt: string; state: string }[]) =>
    clocks.map(({ id, dueAt, state }) => ({ id, dueAt, state }));
  expect(due(await notice.list('clocks'))).toEqual(due(before));
  // The claim sent meanwhile takes effect.
  await eventually(notice.read, ({ assignee }) => assignee !== null);
  await notice.submit();
  await notice.approve();
  const after = await notice.reaches('in_force');
  expect(after.counts.applied).toBe(3);
  const comply = (await notice.list('clocks')).find(({ kind }: { kind: string }) => kind === 'comply');
  expect(comply.state).toBe('met');
  const repairs = (await notice.all('timeline')).filter(({ action }: { action: string }) => action === 'repair');
  expect(repairs).toMatchObject([{ detail: { action: 'rebuild', from: 'registry', reason: 'It was terminated.' } }]);
  await eventually(
    () => openKinds(body.id),
    (kinds) => kinds.length === 0,
    30_000,
  );
});

test('completes enforcement once after its workflow was terminated while the platform acted', async () => {
  await desk.platform('/_double/faults', { seed: 1, down: true });
  const { body } = await receive(desk, { targets: accounts(40) });
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  await notice.approve();
  await terminate(body.id);
  await desk.platform('/_double/faults', { seed: 1 });
  await foundGone(body.id);
  expect((await rebuild(body.id)).status).toBe(200);
  const after = await notice.reaches('in_force');
  expect(after.counts).toMatchObject({ applied: 40, failed: 0 });
  const operations = await registry.query(
    'select status, count(*)::int from operation where notice_id = $1 group by 1',
    [body.id],
  );
  expect(operations.rows.reduce((sum, { count }) => sum + count, 0)).toBe(40);
  const reports = (await notice.all('letters')).filter(({ kind }: { kind: string }) => kind === 'report_of_effect');
  expect(reports).toHaveLength(1);
});

test('workflow with a lost key raises a stuck alert, and resumes by itself when the key is back', async () => {
  const { body } = await receive(desk);
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage');
  const { body: other } = await receive(desk);
  const { rows } = await registry.query('select wrapped_by from notice_key where notice_id = $1', [body.id]);
  const wrapBy = (key: string) =>
    registry.query('update notice_key set wrapped_by = $2 where notice_id = $1', [body.id, key]);
  await wrapBy('0000000000000000');
  // Keys in memory are lost with their processes.
  await desk.stop();
  await desk.start();
  await reconnect();
  await client.workflow.getHandle(makeNoticeWorkflowId(body.id)).signal('look');
  const kinds = await eventually(
    () => openKinds(body.id),
    (open) => open.includes('workflow_stuck'),
    120_000,
  );
  expect(kinds).toContain('key_lost');
  // An alert names the notice, and all others go on.
  const once = { 'idempotency-key': randomUUID() };
  const triaged = () => desk.call('reviewer', 'POST', `/v1/notices/${other.id}/triage`, {}, once);
  // A worker that has just started may answer late; the same request again is the same command.
  await eventually(triaged, ({ status }) => status === 200);
  expect(await openKinds(other.id)).toEqual([]);
  await wrapBy(rows[0].wrapped_by);
  await eventually(
    () => openKinds(body.id),
    (open) => open.length === 0,
    150_000,
  );
  await notice.command('reviewer', 'claim');
});
