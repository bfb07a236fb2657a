import type { LeaderLocks, JobName } from '../registry/ops/leader-locks.js';
import type { runEvery } from '../process/run-every.js';

export type JobWork = Parameters<typeof runEvery>[1];

export function onTurn(locks: LeaderLocks, name: JobName, work: JobWork): JobWork {
  return async (isStopped) => {
    if (await locks.holds(name)) await work(isStopped);
  };
}
