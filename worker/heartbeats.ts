import { randomUUID } from 'node:crypto';
import type { Logger, Worker } from '@temporalio/worker';
import type { Db } from '../registry/db.js';
import { forgetOldReleases, recordRelease } from '../registry/releases/worker-releases.js';
import { measureApart } from '../registry/ops/clocks-apart.js';
import {
  endWorkerHeartbeat,
  forgetOldWorkers,
  recordWorkerHeartbeat,
  WORKER_HEARTBEAT_MS,
} from '../registry/ops/worker-heartbeats.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

interface HeartbeatOptions {
  db: Db;
  queue: string;
  build: string;
  /** Read before each heartbeat: only a worker that polls for tasks reports itself alive. */
  worker: Pick<Worker, 'getState'>;
  logger: Pick<Logger, 'warn'>;
}

const SOON_MS = 100;

export function startHeartbeats({ db, queue, build, worker, logger }: HeartbeatOptions): { stop: () => Promise<void> } {
  const heartbeat = { queue, process: randomUUID() };
  const quietly = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      // Without the registry no process can read heartbeats, and its outage is reported separately.
      logFailedJob(logger, 'heartbeat', error);
    }
  };
  return runUntilStopped(async ({ isStopped, rest }) => {
    await quietly(() => forgetOldWorkers(db));
    await quietly(() => forgetOldReleases(db));
    while (!isStopped()) {
      if (worker.getState() === 'RUNNING') {
        await quietly(async () => recordWorkerHeartbeat(db, { ...heartbeat, apartMs: await measureApart(db) }));
        await quietly(() => recordRelease(db, { build, queue }));
      }
      if (!isStopped()) await rest(worker.getState() === 'INITIALIZED' ? SOON_MS : WORKER_HEARTBEAT_MS);
    }
    await quietly(() => endWorkerHeartbeat(db, heartbeat));
  });
}
