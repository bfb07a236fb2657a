import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { SDK_METRICS } from '../../scripts/docs/monitoring/sdk.js';
import { eventually } from '../support/eventually.js';
import { followNotice, orderInForce, receive } from '../support/orders.js';
import { startOtherRelease } from '../support/other-release.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';
import { withCertificate } from '../support/with-certificate.js';

/** What people who know Temporal expect of a desk: metrics of the SDK, search attributes, a check before a release. */
const SUBJECT = 'Ministry of Silly Walks';
const SECRET = 'Operation Quiet Dawn';

let desk: RunningDesk;
let connection: Connection;
let client: Client;
let open: { id: string; number: string };
let secret: { id: string; number: string };
beforeAll(async () => {
  desk = await startDesk({ DESK_CANARY: 'off' });
  const { temporal } = desk.file();
  connection = await Connection.connect(withCertificate(temporal));
  client = new Client({ connection, namespace: temporal.namespace });
  const people = await Promise.all(
    (['reviewer', 'approver', 'counsel'] as const).map(
      async (role) => (await desk.call(role, 'GET', '/v1/me')).body.person.id,
    ),
  );
  open = (await receive(desk, { subject: SUBJECT })).body;
  secret = (await receive(desk, { subject: SECRET, secrecy: { level: 'gagged', people } })).body;
  expect([typeof open.id, typeof secret.id]).toEqual(['string', 'string']);
  await followNotice(desk, open.id).command('reviewer', 'triage');
  await eventually(
    () => client.workflow.getHandle(makeNoticeWorkflowId(open.id)).fetchHistory(),
    ({ events }) => (events ?? []).some((event) => event.activityTaskCompletedEventAttributes != null),
  );
});
afterAll(async () => {
  await connection?.close();
  await desk.discard();
});

const scrape = async (url: string) => (await fetch(url)).text();
const find = async (query: string) => {
  const found: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) found.push(workflowId);
  return found;
};

describe('metrics of the Temporal SDK', () => {
  test('are at /metrics of API and workers, without an id, subject or address of a notice', async () => {
    const urls = desk.file().metrics;
    expect(urls).toHaveLength(3);
    const texts = await Promise.all(urls.map(scrape));
    for (const text of texts) expect(text).toMatch(/^temporal_request(_total)?\{/m);
    const all = texts.join('\n');
    expect(all).toMatch(/^temporal_num_pollers\{.*poller_type="workflow_task".*task_queue="notices".*\} [1-9]/m);
    expect(all).toMatch(/^temporal_num_pollers\{.*poller_type="activity_task".*task_queue="enforcement".*\} [1-9]/m);
    for (const told of [open.id, secret.id, open.number, secret.number, SUBJECT, SECRET, 'desk.example', '@e2e_'])
      expect(all).not.toContain(told);
  });

  test('have only labels that name parts of the desk', async () => {
    const texts = await Promise.all(desk.file().metrics.map(scrape));
    const series = texts
      .join('\n')
      .split('\n')
      .filter((line) => line.startsWith('temporal_'));
    const labels = new Set(series.flatMap((line) => [...line.matchAll(/[{,](\w+)="/g)].map(([, name]) => name)));
    expect([...labels].toSorted()).toEqual(expect.arrayContaining(['namespace', 'task_queue']));
    const known =
      'activity_type eager exception failure_reason le namespace operation poller_type service_name status_code task_queue worker_type workflow_type'.split(
        ' ',
      );
    expect([...labels].filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });

  test('have every name and label that the rules and panels use', async () => {
    const stray = await client.workflow.start('noSuchWorkflow', { taskQueue: 'notices', workflowId: 'stray' });
    const text = await eventually(
      async () => (await Promise.all(desk.file().metrics.map((url) => scrape(url).catch(() => '')))).join('\n'),
      (all) => /^temporal_workflow_task_execution_failed_total\{.*failure_reason="WorkflowError"/m.test(all),
    );
    await stray.terminate();
    for (const [name, labels] of Object.entries(SDK_METRICS)) {
      const [series] = text.split('\n').filter((line) => line.startsWith(`${name}{`));
      // The counter of failed requests appears with the first of them.
      if (series === undefined && name === 'temporal_request_failure_total') continue;
      for (const label of labels) expect([name, series]).toEqual([name, expect.stringContaining(`${label}="`)]);
    }
  });
});

describe('search attributes', () => {
  test('find an open notice by law, kind and hour, and no secret one', async () => {
    await eventually(
      () => find("NoticeLaw = 'IN-69A-EMERG' AND NoticeKind = 'blocking_order'"),
      (found) => found.includes(makeNoticeWorkflowId(open.id)),
    );
    const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000).toISOString();
    expect(await find(`NoticeReceivedHour >= '${hour}'`)).toEqual([makeNoticeWorkflowId(open.id)]);
    expect(await find("NoticeKind = 'blocking_order'")).toEqual([makeNoticeWorkflowId(open.id)]);
    const { raw } = await client.workflow.getHandle(makeNoticeWorkflowId(secret.id)).describe();
    const indexed = Object.keys(raw.workflowExecutionInfo?.searchAttributes?.indexedFields ?? {});
    expect(indexed.filter((name) => name.startsWith('Notice'))).toEqual([]);
  });
});

describe('check of a release before its promotion', () => {
  const check = async (build: string) => desk.cli('releases', 'check', build);
  const promote = (build: string) => desk.call('ops', 'POST', '/v1/ops/releases/promote', { build, reason: 'Tried.' });
  const served = (build: string) =>
    eventually(
      async () => (await desk.call('ops', 'GET', '/v1/ops/releases')).body.items,
      (items) =>
        items.some((one: { build: string; served: string[] }) => one.build === build && one.served.length === 2),
    );

  test('refuses a poisoned release, and permits a good one', async () => {
    const poison = (code: string) => code.replaceAll('sendLetter', 'sendPostcard');
    const poisoned = await startOtherRelease(desk, { build: '9.9.9-poison', poison });
    try {
      await served(poisoned.build);
      expect((await promote(poisoned.build)).body.detail).toContain('has not passed a check');
      const { code, out, err } = await check(poisoned.build);
      expect([code, err]).toEqual([1, expect.stringContaining('cannot be promoted')]);
      expect(out).toContain(open.number);
      expect(out).not.toContain(secret.number);
      const refused = await promote(poisoned.build);
      expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('does not fit')]);
    } finally {
      await poisoned.stop();
    }
    const good = await startOtherRelease(desk, { build: '9.9.9-good' });
    try {
      await served(good.build);
      const { code, out } = await check(good.build);
      process.stdout.write(out);
      expect([code, out]).toEqual([0, expect.stringContaining('9.9.9-good fits them all: 1 open notices replayed')]);
      expect((await promote(good.build)).status).toBe(202);
      const logged = await eventually(
        async () => (await desk.call('auditor', 'GET', '/v1/audit?action=release_checked')).body.items,
        (items) => items.length === 2,
      );
      expect(
        logged.map(({ entry: { detail } }: { entry: { detail: { build: string; passed: boolean } } }) => [
          detail.build,
          detail.passed,
        ]),
      ).toEqual([
        [poisoned.build, false],
        [good.build, true],
      ]);
    } finally {
      await good.stop();
    }
  });
});

// Results of activities that arrive together share a task, so that the same story takes a few events more or less.
const LIMITS = { events: 66, transitions: 29 };

test('a notice takes no more events and state transitions from receipt to closing than its limits', async () => {
  const { id, command } = await orderInForce(desk);
  await command('reviewer', 'close', { reason: 'Reported and answered' });
  const { historyLength, raw } = await client.workflow.getHandle(makeNoticeWorkflowId(id)).describe();
  const transitions = Number(raw.workflowExecutionInfo?.stateTransitionCount);
  expect(historyLength).toBeLessThanOrEqual(LIMITS.events);
  expect(transitions).toBeGreaterThan(LIMITS.transitions / 2);
  expect(transitions).toBeLessThanOrEqual(LIMITS.transitions);
});
