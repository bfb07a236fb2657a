import type { Logger } from '@temporalio/worker';
import { sendUserMessages, type UserMessageDelivery } from '../activities/notify-users.js';
import { createForegroundYield } from '../registry/ops/foreground-work.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

const EVERY_MS = 3_000;

/**
 * Repeatedly sends user notices through the platform; each of several processes takes other ones. A long order has
 * hundreds of pages, and between them it yields to other work.
 */
export function startUserMessages({ logger, ...telling }: UserMessageDelivery & { logger: Logger }): {
  stop: () => Promise<void>;
} {
  const foreground = createForegroundYield(telling.db);
  return runUntilStopped(async ({ isStopped, rest }) => {
    while (!isStopped()) {
      try {
        while (!isStopped() && (await foreground.page(() => sendUserMessages(telling))));
      } catch (error) {
        // Orders that wait report a platform outage; refused user notices raise their own alerts.
        logFailedJob(logger, 'user_messages', error);
      }
      if (!isStopped()) await rest(EVERY_MS);
    }
  });
}
