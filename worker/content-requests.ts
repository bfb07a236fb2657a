import type { Logger } from '@temporalio/worker';
import { answerContent } from '../activities/answer-content.js';
import type { PlatformClient } from '../platforms/client.js';
import type { Db } from '../registry/db.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

/** A person waits for the answer. */
const EVERY_MS = 500;
const AFTER_FAILURE_MS = 5_000;

/** Repeatedly asks the platform for content that people want to see; each of several processes takes other requests. */
export function startContentRequests({ db, platform, logger }: { db: Db; platform: PlatformClient; logger: Logger }): {
  stop: () => Promise<void>;
} {
  return runUntilStopped(async ({ isStopped, rest }) => {
    while (!isStopped()) {
      try {
        if ((await answerContent({ db, platform })) === 0) await rest(EVERY_MS);
      } catch (error) {
        logFailedJob(logger, 'content', error);
        if (!isStopped()) await rest(AFTER_FAILURE_MS);
      }
    }
  });
}
