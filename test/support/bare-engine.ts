import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENFORCEMENT_QUEUE, NOTICE_QUEUE } from '../../client/queues.js';
import { holdFreePort } from '../../desk/port.js';
import { findTemporalBinary } from '../../desk/temporal/temporal-binary.js';
import { isTemporalReady, spawnTemporal, stopTemporalSurvivor } from '../../desk/temporal/temporal-server.js';
import type { TemporalSettings } from '../../client/connection/connection.js';

export interface BareEngine {
  settings: TemporalSettings;
  stop(): Promise<void>;
}

const worker = (activities: string) => `
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Worker } from '@temporalio/worker';
import { sealResults } from './dist/worker/seal-results.js';
const [address, notices, enforcement, codePath] = process.argv.slice(1);
const connection = await NativeConnection.connect({ address });
${activities}
const common = { connection, activities, interceptors: { activity: [sealResults] } };
const workers = await Promise.all([
  Worker.create({ ...common, taskQueue: notices, workflowBundle: { codePath } }),
  ...(Object.keys(activities).length === 0 ? [] : [Worker.create({ ...common, taskQueue: enforcement })]),
]);
await Promise.all(workers.map((one) => one.run()));
`;

/**
 * Starts Temporal's dev server with a worker of the notice workflow, and nothing else of a desk. `activities` is
 * JavaScript that declares \`activities\`; it may use \`sleep\`.
 */
export async function startBareEngine(activities = 'const activities = {};'): Promise<BareEngine> {
  const home = mkdtempSync(join(tmpdir(), 'bare-engine-'));
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
  const server: ChildProcess = spawnTemporal({
    binary,
    home,
    port: port.number,
    uiPort: uiPort.number,
    namespace: 'default',
    codecUrl,
  });
  while (!(await isTemporalReady(settings))) await sleep(100);
  const root = new URL('../../', import.meta.url).pathname;
  const given = [settings.address, NOTICE_QUEUE, ENFORCEMENT_QUEUE, join(root, 'dist/workflow-bundle.js')];
  const run = ['--input-type=module', '-e', worker(activities), ...given];
  const child = spawn(process.execPath, run, {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return {
    settings,
    async stop() {
      child.kill('SIGKILL');
      await stopTemporalSurvivor(home);
      server.stdout?.destroy();
      server.stderr?.destroy();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
