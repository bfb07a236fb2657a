import type { Logger } from 'pino';
import { openLeaderLocks } from '../../registry/ops/leader-locks.js';
import { runEvery, type Round } from '../../process/run-every.js';
import { onTurn } from '../leader-lock.js';
import type { Services } from '../../application/services.js';
import { endCanaries, runCanary, type CanarySettings } from './canary.js';

const EVERY_MS = 5_000;

/**
 * Starts the canary, in one process among all that can sign. `settings` null: the canary is off, and leftovers of
 * earlier ones are no finding any more.
 */
export function startCanary(services: Services, settings: CanarySettings | null, logger: Logger): Round {
  const locks = openLeaderLocks(services.db);
  const work =
    settings === null
      ? () => endCanaries(services)
      : (isStopped: () => boolean) => runCanary({ services, settings, logger }, isStopped);
  const job = runEvery('canary', onTurn(locks, 'canary', work), logger, EVERY_MS);
  return {
    async stop() {
      await job.stop();
      await locks.close();
    },
  };
}
