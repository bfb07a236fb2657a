import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import type { temporal as api } from '@temporalio/proto';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { accounts, followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { withCertificate } from '../support/with-certificate.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

/** Attacks by someone with access to Temporal's port only, on notices of a running desk with a real server. */
let desk: RunningDesk;
let connection: Connection;
let client: Client;
beforeAll(async () => {
  desk = await startDesk({ DESK_RECONCILE_EVERY: 'PT3S' });
  const { temporal } = desk.file();
  connection = await Connection.connect(withCertificate(temporal));
  client = new Client({ connection, namespace: temporal.namespace });
});
afterAll(async () => {
  await connection?.close();
  await desk.discard();
});

type Alert = { notice: string; kind: string; detail: Record<string, unknown> };
const listAlerts = async (id: string): Promise<Alert[]> => {
  const { body } = await desk.call('ops', 'GET', '/v1/ops/alerts?limit=200');
  return body.items.filter(({ notice }: Alert) => notice === id);
};
const alerted = (id: string, kind: string) =>
  eventually(
    () => listAlerts(id),
    (alerts) => alerts.some((alert) => alert.kind === kind),
    90_000,
  );
const rebuild = (id: string) =>
  eventually(
    () => desk.call('ops', 'POST', `/v1/ops/notices/${id}/repair`, { action: 'rebuild', reason: 'Not its own.' }),
    ({ status }) => status !== 503,
    60_000,
  );
const loadHistory = (id: string) => client.workflow.getHandle(makeNoticeWorkflowId(id)).fetchHistory();
type Event = api.api.history.v1.IHistoryEvent;
/** RESET_REAPPLY_TYPE_NONE: no command after the reset point is reapplied. */
const REAPPLY_NONE = 2 as never;

async function resetBeforeLastCommand(id: string): Promise<void> {
  const events = ((await loadHistory(id)).events ?? []) as Event[];
  const at = events.findLastIndex((event) => event.workflowExecutionUpdateAcceptedEventAttributes != null);
  const earlier = events.slice(0, at - 2).findLast((event) => event.workflowTaskCompletedEventAttributes != null);
  await connection.workflowService.resetWorkflowExecution({
    namespace: desk.file().temporal.namespace,
    workflowExecution: { workflowId: makeNoticeWorkflowId(id) },
    reason: 'not by the desk',
    requestId: randomUUID(),
    workflowTaskFinishEventId: earlier?.eventId ?? null,
    resetReapplyType: REAPPLY_NONE,
  });
}

test('rejects and reports a workflow reset to before a decision, and keeps the decision in a rebuild', async () => {
  const { id } = (await receive(desk, { targets: accounts(2) })).body;
  const notice = followNotice(desk, id);
  await notice.command('reviewer', 'triage');
  await notice.command('reviewer', 'assign', { to: (await desk.call('reviewer2', 'GET', '/v1/me')).body.person.id });
  const before = await notice.read();
  await resetBeforeLastCommand(id);
  await desk.call('reviewer', 'POST', `/v1/notices/${id}/annotate`, { text: 'Seen.', audience: 'internal' });
  const [alert] = (await alerted(id, 'divergence')).filter(({ kind }) => kind === 'divergence');
  expect(alert?.detail).toMatchObject({ run: 'reset' });
  const after = await notice.read();
  expect([after.version, after.assignee]).toEqual([before.version, before.assignee]);
  const claim = await desk.call('counsel', 'POST', `/v1/notices/${id}/claim`, {});
  expect([claim.status, claim.body.detail]).toEqual([503, expect.stringContaining('rebuilt')]);
  expect((await rebuild(id)).status).toBe(200);
  expect((await notice.read()).assignee).not.toBeNull();
  await eventually(
    () => listAlerts(id),
    (alerts) => alerts.length === 0,
    60_000,
  );
});

test('enforces despite a copied result, a plain result and a plain failure, and reports each', async () => {
  await desk.platform('/_double/faults', { seed: 1, down: true });
  const { id } = (await receive(desk, { targets: accounts(5) })).body;
  const notice = followNotice(desk, id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  await notice.approve();
  const workflowId = makeNoticeWorkflowId(id);
  const { namespace } = desk.file().temporal;
  const isWaiting = async () => {
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    return raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'enforce')?.activityId ?? null;
  };
  const next = async (last: string | null) =>
    // The workflow pauses for up to a minute before it retries a step.
    (await eventually(isWaiting, (activity) => activity !== null && activity !== last, 150_000)) ?? '';
  const events = ((await loadHistory(id)).events ?? []) as Event[];
  const copied = events.findLast((event) => event.activityTaskCompletedEventAttributes != null);
  const result = copied?.activityTaskCompletedEventAttributes?.result ?? null;
  if (result === null) throw new Error('No step has ended.');
  const execution = { namespace, workflowId };
  const first = await next(null);
  await connection.workflowService.respondActivityTaskCompletedById({ ...execution, activityId: first, result });
  const second = await next(first);
  const plain = { payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"ok":true}') }] };
  await connection.workflowService.respondActivityTaskCompletedById({
    ...execution,
    activityId: second,
    result: plain,
  });
  const third = await next(second);
  const failure = {
    message: 'The platform refuses',
    source: 'x',
    applicationFailureInfo: { type: 'x', nonRetryable: true },
  };
  await connection.workflowService.respondActivityTaskFailedById({ ...execution, activityId: third, failure });
  await next(third);
  await alerted(id, 'forged_command');
  const waiting = await notice.read();
  expect([waiting.stage, waiting.outcome, waiting.counts.applied]).toEqual(['enforcement', null, 0]);
  await desk.platform('/_double/faults', { seed: 1 });
  const after = await notice.reaches('in_force');
  expect(after.counts).toMatchObject({ applied: 5, failed: 0 });
  const actions = (await notice.all('timeline')).map(({ action }: { action: string }) => action);
  expect(actions).not.toContain('enforcement_refused');
  expect(actions.filter((action: string) => action === 'enforced')).toHaveLength(1);
});

test('detects a squatted workflow id and replaces its workflow', async () => {
  const { id } = (await receive(desk, { targets: accounts(1) })).body;
  const notice = followNotice(desk, id);
  await notice.command('reviewer', 'triage');
  const handle = client.workflow.getHandle(makeNoticeWorkflowId(id));
  await handle.terminate('not by the desk');
  await client.workflow.start('noticeWorkflow', { taskQueue: 'nowhere', workflowId: handle.workflowId, args: [{}] });
  const found = await alerted(id, 'divergence');
  expect(found.find(({ kind }) => kind === 'divergence')?.detail).toMatchObject({ foreign: 'queue' });
  expect((await rebuild(id)).status).toBe(200);
  await notice.command('reviewer', 'claim');
  await eventually(
    () => listAlerts(id),
    (alerts) => alerts.length === 0,
    60_000,
  );
});

test('continues a closed and reopened notice in a run that the recorder accepts', async () => {
  const { id } = (await receive(desk, { targets: accounts(1) })).body;
  const notice = followNotice(desk, id);
  await notice.command('counsel', 'close', { reason: 'Void.', override: true });
  // A closed notice still finishes its pending effects; the continuing run starts once that has ended.
  const { workflow } = client;
  await eventually(
    () => workflow.getHandle(makeNoticeWorkflowId(id)).describe(),
    ({ status }) => status.name === 'COMPLETED',
    60_000,
  );
  await notice.command('counsel', 'reopen', { reason: 'New facts.' });
  await notice.command('reviewer', 'claim');
  expect(await notice.read()).toMatchObject({ stage: 'review' });
  expect(await listAlerts(id)).toEqual([]);
});

test('fails a workflow of an unknown type or notice without stopping the worker', async () => {
  const { id } = (await receive(desk, { targets: accounts(2) })).body;
  const started = { taskQueue: 'notices', args: [{}] };
  const strays = [
    await client.workflow.start('noSuchWorkflow', { ...started, workflowId: 'stray' }),
    await client.workflow.start('noticeWorkflow', { ...started, workflowId: makeNoticeWorkflowId(randomUUID()) }),
  ];
  for (const stray of strays) {
    const { events } = await eventually(
      () => stray.fetchHistory(),
      (history) => (history.events ?? []).some(hasFailedTask),
    );
    // A worker that ends leaves its task to time out.
    expect((events ?? []).some((event) => event.workflowTaskTimedOutEventAttributes != null)).toBe(false);
  }
  await followNotice(desk, id).command('reviewer', 'triage');
});

function hasFailedTask(event: Event): boolean {
  return event.workflowTaskFailedEventAttributes != null || event.workflowExecutionFailedEventAttributes != null;
}
