import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NOTICE_QUEUE } from '../../client/queues.js';
import { describeNotice } from '../../client/describe.js';
import { listFailing } from '../../client/list.js';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { type BareEngine, startBareEngine } from '../support/bare-engine.js';
import { eventually } from '../support/eventually.js';

const WEDGED = '018f0000-0000-7000-8000-0000000000ee';
/** An alert due within a minute leaves a quarter of it to the job that checks. */
const NAMED_WITHIN_MS = 45_000;

let engine: BareEngine;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  engine = await startBareEngine();
  connection = await Connection.connect({ address: engine.settings.address });
  client = new Client({ connection });
});

afterAll(async () => {
  await connection.close();
  await engine.stop();
});

test('repeatedly failing workflow task is reported by Temporal within a minute, and raises a stuck alert', async () => {
  expect(await listFailing(client, 10)).toEqual([]);
  // An input that the workflow's code cannot read: every task fails, as after a broken release.
  const broken = { noticeId: WEDGED, clocks: null };
  const workflowId = makeNoticeWorkflowId(WEDGED);
  await client.workflow.start('noticeWorkflow', { taskQueue: NOTICE_QUEUE, workflowId, args: [broken] });
  await eventually(
    () => listFailing(client, 10),
    (ids) => ids.includes(WEDGED),
    NAMED_WITHIN_MS,
  );
  const runStatus = await eventually(
    () => describeNotice(client, WEDGED),
    (found) => found.kind === 'running' && found.stuck !== null,
    NAMED_WITHIN_MS,
  );
  expect(runStatus).toMatchObject({ kind: 'running', stuck: { attempts: expect.any(Number) } });
});
