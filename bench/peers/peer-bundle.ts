import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { inheritedEnv } from '../../config/env.js';
import { atEnd } from '../rig/clean-up.js';
import type { BenchDesk } from '../rig/desk.js';
import { PEER_QUEUE, type PeerWorker } from './peer-worker.js';

export async function bundlePeers(): Promise<{ code: string }> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./workflows/index.js', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  return { code };
}

export async function startPeerWorker({ home, temporal, database }: BenchDesk): Promise<string> {
  const codePath = join(home, 'peers.js');
  writeFileSync(codePath, (await bundlePeers()).code);
  const work: PeerWorker = { server: temporal, codePath, database };
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', fileURLToPath(new URL('./peer-worker.js', import.meta.url)), JSON.stringify(work)],
    {
      env: { ...inheritedEnv(), NODE_ENV: 'production', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  child.stdout?.pipe(process.stderr);
  atEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The worker of the peers has ended.'))),
  ]);
  return PEER_QUEUE;
}
