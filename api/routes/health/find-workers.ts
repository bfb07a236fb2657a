import type { QueueWorkers } from '../../../registry/ops/worker-beats.js';
import { ENFORCEMENT_QUEUE, NOTICE_QUEUE } from '../../../client/temporal/queues.js';

/** Health of the workers by their heartbeats. Without notice workers no command takes effect and no clock acts. */
export function stateOfWorkers(queues: readonly QueueWorkers[]): {
  state: 'up' | 'degraded' | 'down';
  detail: string;
  figures?: Record<string, number>;
} {
  const of = (name: string) => queues.find(({ queue }) => queue === name);
  const notices = of(NOTICE_QUEUE);
  const enforcement = of(ENFORCEMENT_QUEUE);
  if ((notices?.living ?? 0) === 0) return { state: 'down', detail: `No worker takes notices. ${lastHeard(notices)}` };
  if ((enforcement?.living ?? 0) === 0)
    return { state: 'degraded', detail: `No worker acts on the platform. ${lastHeard(enforcement)}` };
  return {
    state: 'up',
    detail: `Workers for notices: ${notices?.living}. Workers for the platform: ${enforcement?.living}.`,
    figures: { notices: notices?.living ?? 0, platform: enforcement?.living ?? 0 },
  };
}

function lastHeard(queue: QueueWorkers | undefined): string {
  return queue === undefined
    ? 'None has been heard today.'
    : `The last was heard ${Math.round(queue.heardSecondsAgo)} s ago.`;
}
