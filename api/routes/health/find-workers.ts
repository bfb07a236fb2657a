import type { QueueWorkers } from '../../../registry/ops/worker-heartbeats.js';
import { ENFORCEMENT_QUEUE, NOTICE_QUEUE } from '../../../client/queues.js';

/** Health of the workers by their heartbeats. Without notice workers no command takes effect and no clock acts. */
export function stateOfWorkers(queues: readonly QueueWorkers[]): {
  state: 'up' | 'degraded' | 'down';
  detail: string;
  figures?: Record<string, number>;
} {
  const of = (name: string) => queues.find(({ queue }) => queue === name);
  const notices = of(NOTICE_QUEUE);
  const enforcement = of(ENFORCEMENT_QUEUE);
  if ((notices?.living ?? 0) === 0)
    return { state: 'down', detail: `No workflow worker is running. ${lastHeard(notices)}` };
  if ((enforcement?.living ?? 0) === 0)
    return { state: 'degraded', detail: `No enforcement worker is running. ${lastHeard(enforcement)}` };
  return {
    state: 'up',
    detail: `Workflow workers: ${notices?.living}. Enforcement workers: ${enforcement?.living}.`,
    figures: { notices: notices?.living ?? 0, platform: enforcement?.living ?? 0 },
  };
}

function lastHeard(queue: QueueWorkers | undefined): string {
  return queue === undefined ? 'No heartbeat today.' : `Last heartbeat ${Math.round(queue.heardSecondsAgo)} s ago.`;
}
