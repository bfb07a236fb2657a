import { randomUUID } from 'node:crypto';
import type { Logger, Worker } from '@temporalio/worker';
import type { Db } from '../registry/db.js';
import { endWorkerBeat, forgetOldWorkers, recordWorkerBeat, WORKER_BEAT_MS } from '../registry/ops/worker-beats.js';
import { runUntilStopped } from './run-until-stopped.js';

interface Beating {
  db: Db;
  queue: string;
  /** Asked before each beat: only a worker that takes work says that it lives. */
  worker: Pick<Worker, 'getState'>;
  logger: Pick<Logger, 'warn'>;
}

/** Says every few seconds that a worker lives and takes work, until it is stopped. */
export function startBeats({ db, queue, worker, logger }: Beating): { stop: () => Promise<void> } {
  const beat = { queue, process: randomUUID() };
  const quietly = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      // Without the registry nobody reads beats; it is told as away itself.
      logger.warn('a heartbeat was not recorded', { reason: error instanceof Error ? error.message : String(error) });
    }
  };
  return runUntilStopped(async ({ isStopped, rest }) => {
    await quietly(() => forgetOldWorkers(db));
    while (!isStopped()) {
      if (worker.getState() === 'RUNNING') await quietly(() => recordWorkerBeat(db, beat));
      if (!isStopped()) await rest(WORKER_BEAT_MS);
    }
    await quietly(() => endWorkerBeat(db, beat));
  });
}
