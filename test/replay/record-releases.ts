/**
 * Records the histories of a notice that moves from one release to another, as `record.ts` does those of one release:
 *
 *   TEMPORAL_CLI_PATH=/path/to/temporal npx jest --testMatch '<rootDir>/test/replay/record-releases.ts'
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { makeNoticeWorkflowId } from '../../domain/notice/notice.js';
import { makeCurrent } from '../../temporal/deployment.js';
import { ENFORCEMENT_QUEUE, NOTICE_QUEUE } from '../../worker/queues.js';
import { deploymentOptions } from '../../worker/release.js';
import { sealResults } from '../../worker/seal-results.js';
import { aCommand, aNotice, CARO, theFourClocks } from '../support/builders.js';
import { bundleWorkflows } from '../support/workflow-harness/index.js';
import { type DevServer, startDevServer } from './dev-server.js';
import { createFakeActivities } from './fake-activities.js';

const HISTORIES = fileURLToPath(new URL('./histories/', import.meta.url));
const NAMESPACE = 'default';

Runtime.install({ logger: new DefaultLogger('ERROR') });

let server: DevServer;
beforeAll(async () => {
  server = await startDevServer();
});
afterAll(async () => {
  await server.stop();
  await Runtime.instance().shutdown();
});

/** Both kinds of worker of a release, at work; answers how they end. Null: of before releases had names. */
async function startWorkers(build: string | null): Promise<() => Promise<void>> {
  const common = {
    connection: server.worker,
    identity: `worker of ${build}`,
    activities: createFakeActivities(),
    interceptors: { activity: [sealResults] },
    ...(build === null ? {} : { workerDeploymentOptions: deploymentOptions(build, 'pinned') }),
  };
  const workers = [
    await Worker.create({ ...common, taskQueue: NOTICE_QUEUE, workflowBundle: await bundleWorkflows() }),
    await Worker.create({ ...common, taskQueue: ENFORCEMENT_QUEUE }),
  ];
  const runs = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
  };
}

/** A notice that has begun, and how it is told a command. */
async function begin(client: Client, noticeId: string) {
  const handle = await client.workflow.start('noticeWorkflow', {
    workflowId: makeNoticeWorkflowId(noticeId),
    taskQueue: NOTICE_QUEUE,
    args: [aNotice({ noticeId, clocks: theFourClocks(Date.now()) })],
  });
  const give = (command: ReturnType<typeof aCommand>) =>
    handle.executeUpdate('command', { args: [command], updateId: command.id });
  return { handle, give };
}

async function promote(build: string): Promise<void> {
  const deployments = { service: server.client.workflowService, namespace: NAMESPACE };
  while (!(await makeCurrent(deployments, build))) await new Promise((resolve) => setTimeout(resolve, 100));
}

test('records a notice that began before releases had names and goes on under the first that has one', async () => {
  const client = new Client({ connection: server.client, identity: 'desk' });
  const endOld = await startWorkers(null);
  const { handle, give } = await begin(client, 'of-before');
  await give(aCommand('triage'));
  const endNew = await startWorkers('0.1.0-first');
  await promote('0.1.0-first');
  await endOld();
  await give(aCommand('claim'));
  await give(aCommand('close', { override: true }, { actor: CARO }));
  await handle.result();
  await writeFile(`${HISTORIES}of-before.json`, `${historyToJSON(await handle.fetchHistory())}\n`);
  await endNew();
});

test('records a notice that sleeps on one release and is woken to move to the next', async () => {
  const client = new Client({ connection: server.client, identity: 'desk' });
  const endOld = await startWorkers('0.1.0-old');
  await promote('0.1.0-old');
  const { handle, give } = await begin(client, 'moved');
  await give(aCommand('triage'));
  const first = (await handle.describe()).runId;
  const endNew = await startWorkers('0.1.0-new');
  await promote('0.1.0-new');
  while ((await handle.describe()).runId === first) {
    await handle.signal('nudge', { callOff: false });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await endOld();
  await give(aCommand('claim'));
  await give(aCommand('close', { override: true }, { actor: CARO }));
  await handle.result();
  for (const [name, runId] of [
    ['moved-first-run', first],
    ['moved-last-run', undefined],
  ] as const) {
    const history = await client.workflow.getHandle(handle.workflowId, runId).fetchHistory();
    await writeFile(`${HISTORIES}${name}.json`, `${historyToJSON(history)}\n`);
  }
  await endNew();
  expect(first).not.toBe((await handle.describe()).runId);
});
