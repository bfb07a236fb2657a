import type { RoundLocks, RoundName } from '../../registry/ops/round-locks.js';
import type { goRound } from './go-round.js';

export type Work = Parameters<typeof goRound>[1];

export function onTurn(locks: RoundLocks, name: RoundName, work: Work): Work {
  return async (isStopped) => {
    if (await locks.holds(name)) await work(isStopped);
  };
}
