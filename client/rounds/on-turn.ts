import type { RoundLocks, RoundName } from '../../registry/ops/round-locks.js';
import type { goRound } from './go-round.js';

export type JobWork = Parameters<typeof goRound>[1];

export function onTurn(locks: RoundLocks, name: RoundName, work: JobWork): JobWork {
  return async (isStopped) => {
    if (await locks.holds(name)) await work(isStopped);
  };
}
