import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, type WorkflowHandle } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import type { Command } from '../../domain/commands/command.js';
import { makeNoticeWorkflowId, type Stage } from '../../domain/notices/notice.js';
import type { NoticeInput, NoticeState } from '../../domain/notices/notice-state.js';
import { makeCurrent } from '../../client/releases.js';
import { ENFORCEMENT_QUEUE, NOTICE_QUEUE } from '../../client/queues.js';
import { deploymentOptions } from '../../worker/release.js';
import { sealResults } from '../../worker/seal-results.js';
import { bundleWorkflows } from '../support/workflow-harness/index.js';
import type { DevServer } from './dev-server.js';
import { createFakeActivities } from './fake-activities.js';
import { BUILD } from './histories.js';

const HISTORIES = fileURLToPath(new URL('./histories/', import.meta.url));
const NAMESPACE = 'default';

/** What starts notices on workers that run. */
export interface Desk {
  start(input: NoticeInput): Promise<Recorded>;
}

/** A notice whose history is recorded. */
export interface Recorded {
  handle: WorkflowHandle;
  give(command: Command): Promise<void>;
  until(stage: Stage): Promise<NoticeState>;
  /** Writes the history of a run, the last one unless said, as one line of JSON. */
  save(name: string, runId?: string): Promise<void>;
}

export function toRecorded(client: Client, handle: WorkflowHandle): Recorded {
  return {
    handle,
    async give(command) {
      await handle.executeUpdate('command', { args: [command], updateId: command.id });
    },
    async until(stage) {
      for (let tries = 0; ; tries += 1) {
        const state = await handle.query<NoticeState>('state');
        if (state.stage === stage && state.effects.length === 0) return state;
        if (tries === 400) throw new Error(`${handle.workflowId} is in ${state.stage}, not in ${stage}.`);
        await sleep(50);
      }
    },
    async save(name, runId) {
      const history = await client.workflow.getHandle(handle.workflowId, runId).fetchHistory();
      const line = JSON.stringify(JSON.parse(historyToJSON(history)));
      await writeFile(`${HISTORIES}${name}.json`, `${line}\n`);
    },
  };
}

/** How workers of a recording differ: the release they are of, and how they write payloads. */
interface Kind {
  build?: string;
  dataConverter?: DataConverter;
}

/** Starts both kinds of worker of a release and makes that release the current one. Answers how to stop them. */
export async function startWorkers(
  server: DevServer,
  { build = BUILD, dataConverter = {} }: Kind,
): Promise<() => Promise<void>> {
  const common = {
    connection: server.worker,
    identity: 'worker',
    activities: createFakeActivities(),
    interceptors: { activity: [sealResults] },
    dataConverter,
    workerDeploymentOptions: deploymentOptions(build, 'pinned'),
  };
  const workers = [
    await Worker.create({ ...common, taskQueue: NOTICE_QUEUE, workflowBundle: await bundleWorkflows() }),
    await Worker.create({ ...common, taskQueue: ENFORCEMENT_QUEUE }),
  ];
  const runs = workers.map((worker) => worker.run());
  const deployments = { service: server.client.workflowService, namespace: NAMESPACE };
  while (!(await makeCurrent(deployments, build))) await sleep(100);
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
  };
}

/** Runs a scenario between the start of the workers and their end. */
export async function withDesk(
  server: DevServer,
  scenario: (desk: Desk) => Promise<void>,
  kind: Kind = {},
): Promise<void> {
  const client = new Client({
    connection: server.client,
    identity: 'desk',
    ...(kind.dataConverter === undefined ? {} : { dataConverter: kind.dataConverter }),
  });
  const end = await startWorkers(server, kind);
  try {
    await scenario({
      async start(input) {
        const workflowId = makeNoticeWorkflowId(input.noticeId);
        const started = { workflowId, taskQueue: NOTICE_QUEUE, args: [input] };
        return toRecorded(client, await client.workflow.start('noticeWorkflow', started));
      },
    });
  } finally {
    await end();
  }
}
