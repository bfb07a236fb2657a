import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NOTICE_QUEUE } from '../../client/temporal/queues.js';
import { describe, listFailing } from '../../client/temporal/standings.js';
import { holdFreePort } from '../../desk/port.js';
import { findTemporalBinary } from '../../desk/temporal/temporal-binary.js';
import { isTemporalReady, spawnTemporal, stopTemporalSurvivor } from '../../desk/temporal/temporal-server.js';
import { makeNoticeWorkflowId } from '../../domain/notice/notice.js';
import { eventually } from '../support/eventually.js';

const WEDGED = '018f0000-0000-7000-8000-0000000000ee';
/** What has to be told within a minute leaves a quarter of it to the round that looks. */
const NAMED_WITHIN_MS = 45_000;

const home = mkdtempSync(join(tmpdir(), 'stuck-workflow-'));
let server: ChildProcess;
let worker: ChildProcess;
let connection: Connection;
let client: Client;

/** A worker with the workflow code as it is built and without activities, in a process of its own. */
const WORKER = `
import { NativeConnection, Worker } from '@temporalio/worker';
const [address, taskQueue, codePath] = process.argv.slice(1);
const connection = await NativeConnection.connect({ address });
await (await Worker.create({ connection, taskQueue, workflowBundle: { codePath } })).run();
`;

beforeAll(async () => {
  const [port, uiPort] = [await holdFreePort({ preferred: [] }), await holdFreePort({ preferred: [] })];
  const binary = await findTemporalBinary({
    cliPath: process.env['TEMPORAL_CLI_PATH'],
    cacheFolder: join(homedir(), '.cache', 'notice-desk'),
    say: () => undefined,
    signal: new AbortController().signal,
  });
  await Promise.all([port.release(), uiPort.release()]);
  const settings = { address: `127.0.0.1:${port.number}`, namespace: 'default' };
  const codecUrl = 'http://127.0.0.1:1/v1/codec';
  server = spawnTemporal({ binary, home, port: port.number, uiPort: uiPort.number, namespace: 'default', codecUrl });
  while (!(await isTemporalReady(settings))) await sleep(100);
  connection = await Connection.connect({ address: settings.address });
  client = new Client({ connection });
  const root = new URL('../../', import.meta.url).pathname;
  const given = [settings.address, NOTICE_QUEUE, join(root, 'dist/workflow-bundle.js')];
  const run = ['--input-type=module', '-e', WORKER, ...given];
  worker = spawn(process.execPath, run, { cwd: root, stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' } });
});

afterAll(async () => {
  worker.kill('SIGKILL');
  await connection.close();
  await stopTemporalSurvivor(home);
  server.stdout?.destroy();
  server.stderr?.destroy();
  rmSync(home, { recursive: true, force: true });
});

test('a workflow whose task fails again and again is named by the engine within the minute, and is told as stuck', async () => {
  expect(await listFailing(client, 10)).toEqual([]);
  // An input that the workflow's code cannot read: each of its tasks fails, as after a release that broke it.
  const broken = { noticeId: WEDGED, clocks: null };
  const workflowId = makeNoticeWorkflowId(WEDGED);
  await client.workflow.start('noticeWorkflow', { taskQueue: NOTICE_QUEUE, workflowId, args: [broken] });
  await eventually(
    () => listFailing(client, 10),
    (ids) => ids.includes(WEDGED),
    NAMED_WITHIN_MS,
  );
  const standing = await eventually(
    () => describe(client, makeNoticeWorkflowId(WEDGED)),
    (found) => found.kind === 'running' && found.stuck !== null,
    NAMED_WITHIN_MS,
  );
  expect(standing).toMatchObject({ kind: 'running', stuck: { attempts: expect.any(Number) } });
});
