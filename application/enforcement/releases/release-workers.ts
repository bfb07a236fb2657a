import { NEEDED_QUEUES, computeServedBuilds } from '../../../domain/releases/served.js';
import type { Connection } from '../../../registry/db.js';
import { listReleaseWorkers, type ReleaseWorkers } from '../../../registry/releases/worker-releases.js';
import { Refusal } from '../../refusal.js';

export async function orUnavailable<Answer>(asking: Promise<Answer>): Promise<Answer> {
  return asking.catch(() => {
    throw new Refusal('unavailable', 'The engine does not respond. Try again later.', { retryAfterSeconds: 5 });
  });
}

export async function needWorkers(trx: Connection, build: string): Promise<void> {
  const workers = await listReleaseWorkers(trx);
  if (!computeServedBuilds(workers).served.has(build)) throw notServed(build, workers);
}

function notServed(build: string, workers: readonly ReleaseWorkers[]): Refusal {
  const lacking = NEEDED_QUEUES.filter(
    (queue) => !workers.some((one) => one.build === build && one.queue === queue && one.living),
  );
  return new Refusal(
    'illegal_transition',
    `No worker of release ${build} takes work on ${lacking.join(' and ')}, so tasks there would wait. Start its workers first, or choose another release (GET /v1/ops/releases).`,
  );
}
