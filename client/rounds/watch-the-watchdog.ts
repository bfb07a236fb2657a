import { raiseAttention, resolveAttention } from '../../registry/ops/attention.js';
import type { Connection } from '../../registry/db.js';
import { findBeat, WATCHDOG_SILENT_SECONDS } from '../../registry/ops/watchdog.js';

const KEY = 'watchdog_silent';

/**
 * Asks ops to look when the watchdog has not looked for a minute, and settles it when it looks again. One that has not
 * looked since we began gets as long from then on: after a stop of everything its last look is old.
 */
export function createWatchOfWatchdog(now: () => number = () => performance.now()): (db: Connection) => Promise<void> {
  const beganMs = now();
  return async (db) => {
    const beat = await findBeat(db);
    if (beat !== undefined && beat.ageSeconds <= WATCHDOG_SILENT_SECONDS) return resolveAttention(db, { key: KEY });
    if (now() - beganMs < WATCHDOG_SILENT_SECONDS * 1000) return;
    const since = beat === undefined ? 'has never run' : 'has not run for a minute';
    return raiseAttention(db, {
      key: KEY,
      kind: KEY,
      noticeId: null,
      summary: `The watchdog ${since}: a failing engine would go unnoticed. Start notice-desk-watchdog.`,
      detail: { lookedSecondsAgo: beat === undefined ? null : Math.round(beat.ageSeconds) },
    });
  };
}
