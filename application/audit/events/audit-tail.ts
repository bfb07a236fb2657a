import { findLogTop } from '../../../registry/notices/audit-views.js';
import type { Db } from '../../../registry/db.js';
import { keepReader, readAsService } from '../../../registry/reading.js';

/** An entry is settled at the second query after its commit, so it is delivered within about a second. */
const POLL_EVERY_MS = 500;

export interface AuditTail {
  /** Calls back after each query until unsubscribed. The log is queried only while there are listeners. */
  subscribe(onPoll: (settled: number) => void): () => void;
  close(): void;
}

/**
 * Sequence numbers are assigned before the commit, so entry 8 may appear after entry 9 was read and a reader that asks
 * for "greater than the last" would lose it. A number is settled once every transaction has ended that was running at
 * the query after the one that saw it: nothing below it can appear from then on.
 */
export function createAuditTail(db: Db, onError: (error: unknown) => void): AuditTail {
  const listeners = new Set<(settled: number) => void>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let failing = false;
  let settled = 0;
  let seen: number | undefined;
  let waiting: { top: number; from: number }[] = [];

  const readTail = async () => {
    const { top, oldestRunning, nextTransaction } = await readAsService('log_top', () => findLogTop(db));
    if (seen !== undefined && seen > settled) waiting.push({ top: seen, from: nextTransaction });
    seen = top;
    for (const { top: candidate, from } of waiting) if (oldestRunning >= from) settled = Math.max(settled, candidate);
    waiting = waiting.filter((candidate) => candidate.top > settled);
    for (const listener of listeners) listener(settled);
  };
  const tick = () => {
    if (looking) return;
    looking = true;
    readTail()
      .then(() => {
        failing = false;
        return undefined;
      })
      .catch((error: unknown) => {
        // Logging twice a second through an outage would flood the log.
        if (!failing) onError(error);
        failing = true;
      })
      .finally(() => {
        looking = false;
      });
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    seen = undefined;
    waiting = [];
  };
  return {
    subscribe(onPoll) {
      const listener = keepReader(onPoll);
      listeners.add(listener);
      if (timer === undefined) {
        tick();
        timer = setInterval(tick, POLL_EVERY_MS);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    close() {
      listeners.clear();
      stop();
    },
  };
}
