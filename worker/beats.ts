import { randomUUID } from 'node:crypto';
import type { Logger, Worker } from '@temporalio/worker';
import type { Db } from '../registry/db.js';
import { endWorkerBeat, forgetOldWorkers, recordWorkerBeat, WORKER_BEAT_MS } from '../registry/ops/worker-beats.js';

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
  let stopped = false;
  let wake: (() => void) | undefined;
  const wait = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, WORKER_BEAT_MS).unref();
    });
  const quietly = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      // Without the registry nobody reads beats; it is told as away itself.
      logger.warn('a heartbeat was not recorded', { reason: error instanceof Error ? error.message : String(error) });
    }
  };
  const loop = async () => {
    await quietly(() => forgetOldWorkers(db));
    while (!stopped) {
      if (worker.getState() === 'RUNNING') await quietly(() => recordWorkerBeat(db, beat));
      if (!stopped) await wait();
    }
    await quietly(() => endWorkerBeat(db, beat));
  };
  const running = loop();
  return {
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
  };
}
