import { raiseAlert, resolveAlert } from '../registry/ops/alerts.js';
import type { Connection } from '../registry/db.js';
import { findHeartbeat, WATCHDOG_SILENT_SECONDS } from '../registry/ops/watchdog.js';

const KEY = 'watchdog_silent';

/**
 * Raises an alert if the watchdog has not checked for a minute, and resolves it when it checks again. After a start of
 * this process it gets a minute first, because a full stop makes its last check old.
 */
export function createWatchOfWatchdog(now: () => number = () => performance.now()): (db: Connection) => Promise<void> {
  const beganMs = now();
  return async (db) => {
    const heartbeat = await findHeartbeat(db);
    if (heartbeat !== undefined && heartbeat.ageSeconds <= WATCHDOG_SILENT_SECONDS)
      return resolveAlert(db, { key: KEY });
    if (now() - beganMs < WATCHDOG_SILENT_SECONDS * 1000) return;
    const since = heartbeat === undefined ? 'has never run' : 'has not run for a minute';
    return raiseAlert(db, {
      key: KEY,
      kind: KEY,
      noticeId: null,
      summary: `The watchdog ${since}: an engine failure would not be noticed. Start notice-desk-watchdog.`,
      detail: { lookedSecondsAgo: heartbeat === undefined ? null : Math.round(heartbeat.ageSeconds) },
    });
  };
}
