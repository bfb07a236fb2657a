import { raiseAttention, resolveAttention } from '../../registry/ops/attention.js';
import type { Connection } from '../../registry/db.js';
import { findBeat, WATCHDOG_SILENT_SECONDS } from '../../registry/ops/watchdog.js';

const KEY = 'watchdog_silent';

/**
 * Raises an alert if the watchdog has not checked for a minute, and resolves it when it checks again. After a start of
 * this process it gets a minute first, because a full stop makes its last check old.
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
      summary: `The watchdog ${since}: an engine failure would not be noticed. Start notice-desk-watchdog.`,
      detail: { lookedSecondsAgo: beat === undefined ? null : Math.round(beat.ageSeconds) },
    });
  };
}
