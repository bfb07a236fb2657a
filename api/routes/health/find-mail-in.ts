import { MAIL_IN } from '../../../domain/mail/mail-in-queue.js';
import type { QueueWorkers } from '../../../registry/ops/worker-heartbeats.js';

/** Health of the mail process; null: no heartbeat today, as on a desk that accepts no mail. */
export function stateOfMailIn(
  queues: readonly QueueWorkers[],
): { state: 'up' | 'degraded'; detail: string; figures?: Record<string, number> } | null {
  const process = queues.find(({ queue }) => queue === MAIL_IN);
  if (process === undefined) return null;
  if (process.living > 0)
    return {
      state: 'up',
      detail: `Running mail intake processes: ${process.living}.`,
    };
  const seconds = Math.round(process.heardSecondsAgo);
  return {
    state: 'degraded',
    detail: `No mail intake process is running; last heartbeat ${seconds} s ago. Relays and mailboxes hold incoming mail until one is.`,
  };
}
