import { randomUUID } from 'node:crypto';
import type { Logger, Worker } from '@temporalio/worker';
import type { Db } from '../registry/db.js';
import { forgetOldReleases, recordRelease } from '../registry/release/worker-releases.js';
import { measureApart } from '../registry/ops/clocks-apart.js';
import { endWorkerBeat, forgetOldWorkers, recordWorkerBeat, WORKER_BEAT_MS } from '../registry/ops/worker-beats.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

interface Beating {
  db: Db;
  queue: string;
  /** The release that the worker is of. */
  build: string;
  /** Asked before each beat: only a worker that takes work says that it lives. */
  worker: Pick<Worker, 'getState'>;
  logger: Pick<Logger, 'warn'>;
}

/** A worker that is about to take work says so soon. */
const SOON_MS = 100;

/** Says every few seconds that a worker lives and takes work, until it is stopped. */
export function startBeats({ db, queue, build, worker, logger }: Beating): { stop: () => Promise<void> } {
  const beat = { queue, process: randomUUID() };
  const quietly = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      // Without the registry nobody reads beats; it is told as away itself.
      logFailedJob(logger, 'heartbeat', error);
    }
  };
  return runUntilStopped(async ({ isStopped, rest }) => {
    await quietly(() => forgetOldWorkers(db));
    await quietly(() => forgetOldReleases(db));
    while (!isStopped()) {
      if (worker.getState() === 'RUNNING') {
        await quietly(async () => recordWorkerBeat(db, { ...beat, apartMs: await measureApart(db) }));
        await quietly(() => recordRelease(db, { build, queue }));
      }
      if (!isStopped()) await rest(worker.getState() === 'INITIALIZED' ? SOON_MS : WORKER_BEAT_MS);
    }
    await quietly(() => endWorkerBeat(db, beat));
  });
}
