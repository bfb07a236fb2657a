import type { Logger } from 'pino';
import { openRoundLocks } from '../../registry/ops/round-locks.js';
import { goRound, type Round } from '../rounds/go-round.js';
import { onTurn } from '../rounds/on-turn.js';
import type { Services } from '../services.js';
import { endCanaries, tendCanary, type CanarySettings } from './canary.js';

const EVERY_MS = 5_000;

/**
 * Starts the canary, in one process among all that can sign. `settings` null: the canary is off, and leftovers of
 * earlier ones are no finding any more.
 */
export function startCanary(services: Services, settings: CanarySettings | null, logger: Logger): Round {
  const locks = openRoundLocks(services.db);
  const work =
    settings === null
      ? () => endCanaries(services)
      : (isStopped: () => boolean) => tendCanary({ services, settings, logger }, isStopped);
  const round = goRound('canary', onTurn(locks, 'canary', work), logger, EVERY_MS);
  return {
    async stop() {
      await round.stop();
      await locks.close();
    },
  };
}
