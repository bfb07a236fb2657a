import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import { connectionOptions, type TemporalSettings } from './connection/connection.js';
import { describeNotice, describeQueues } from './describe.js';
import type { Engine } from './engine.js';
import { listFailing, listRunning } from './list.js';
import { listPendingSteps } from './pending-steps.js';
import { queryState } from './query.js';
import { createEngineReleases } from './releases.js';
import { createSearchAttributes } from './search-attributes.js';
import { startNotice } from './start.js';
import { updateNotice } from './update.js';

const PING_MS = 3_000;

/** Connects to Temporal. The native connection costs less than half of grpc-js per start. */
export async function connectEngine(settings: TemporalSettings & { dataConverter: DataConverter }): Promise<Engine> {
  const connection = await NativeConnection.connect(connectionOptions(settings));
  const client = new Client({ connection, namespace: settings.namespace, dataConverter: settings.dataConverter });
  const starting = { client, attributes: createSearchAttributes() };
  return {
    start: (input) => startNotice(starting, input, { reuse: 'REJECT_DUPLICATE' }),
    startAgain: (input) => startNotice(starting, input, { reuse: 'ALLOW_DUPLICATE' }),
    startOver: (input, { replaces }) =>
      startNotice(starting, input, { reuse: 'ALLOW_DUPLICATE', conflict: replaces ? 'TERMINATE_EXISTING' : 'FAIL' }),
    send: (noticeId, command) => updateNotice(client, noticeId, command),
    describe: (noticeId) => describeNotice(client, noticeId),
    pendingSteps: (noticeId) => listPendingSteps(client, noticeId),
    heldState: (noticeId) => queryState(client, noticeId),
    listRunning: () => listRunning(client),
    listFailing: (limit) => listFailing(client, limit),
    queues: () => describeQueues(client),
    releases: createEngineReleases(client),
    async ping() {
      await client.withDeadline(Date.now() + PING_MS, () => connection.workflowService.getSystemInfo({}));
    },
    close: () => connection.close(),
  };
}
