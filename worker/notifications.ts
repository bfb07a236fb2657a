import type { Logger } from '@temporalio/worker';
import { sendNotification, type Notifying } from '../activities/notifications.js';
import { CHANNELS } from '../domain/people/notification.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

const EVERY_MS = 3_000;

/**
 * Sends queued notifications to people. Each channel has its own loop, so that a slow push service delays no mail; each
 * of several workers takes other rows.
 */
export function startNotifications({ logger, ...notifying }: Notifying & { logger: Logger }): {
  stop: () => Promise<void>;
} {
  const loops = CHANNELS.map((channel) =>
    runUntilStopped(async ({ isStopped, rest }) => {
      while (!isStopped()) {
        try {
          while (!isStopped() && (await sendNotification(notifying, channel)));
        } catch (error) {
          logFailedJob(logger, `notifications_${channel}`, error);
        }
        if (!isStopped()) await rest(EVERY_MS);
      }
    }),
  );
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
