import type { Logger } from '@temporalio/worker';
import { tellUsers, type Telling } from '../activities/tell-users.js';
import { createCourtesy } from '../registry/ops/courtesy.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

const EVERY_MS = 3_000;

/**
 * Tells users through the platform, again and again; of several processes each takes other messages. Of a long order they
 * are hundreds of pages, between which others at work are given way to.
 */
export function startUserMessages({ logger, ...telling }: Telling & { logger: Logger }): { stop: () => Promise<void> } {
  const courtesy = createCourtesy(telling.db);
  return runUntilStopped(async ({ isStopped, rest }) => {
    while (!isStopped()) {
      try {
        while (!isStopped() && (await courtesy.page(() => tellUsers(telling))));
      } catch (error) {
        // An outage of the platform is told by the orders that wait for it; people are told of users that it refuses.
        logFailedJob(logger, 'user_messages', error);
      }
      if (!isStopped()) await rest(EVERY_MS);
    }
  });
}
