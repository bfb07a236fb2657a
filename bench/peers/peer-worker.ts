import { pathToFileURL } from 'node:url';
import { Worker } from '@temporalio/worker';
import { createPeerActivities } from './peer-activities.js';
import { type BenchServer, connectServer, quietRuntime } from '../rig/temporal.js';

export const PEER_QUEUE = 'bench-peers';
/** Same cache size as the desk's own worker (`worker/workers.ts`). */
export const CACHED = 3_000;

export interface PeerWorker {
  server: BenchServer;
  codePath: string;
  database: string;
}

async function main({ server, codePath, database }: PeerWorker): Promise<void> {
  process.title = 'bench-peer-worker';
  quietRuntime();
  const connection = await connectServer(server);
  const { close, ...activities } = createPeerActivities(database);
  const worker = await Worker.create({
    connection,
    namespace: server.namespace,
    taskQueue: PEER_QUEUE,
    workflowBundle: { codePath },
    activities,
    maxCachedWorkflows: CACHED,
    shutdownGraceTime: '1 s',
    shutdownForceTime: '2 s',
  });
  const stop = () => worker.getState() === 'RUNNING' && worker.shutdown();
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  const running = worker.run();
  process.send?.({ type: 'ready' });
  await running;
  await close();
  await connection.close();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(JSON.parse(process.argv[2] ?? '{}') as PeerWorker);
  process.exit(0);
}
