import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Db } from '../registry/db.js';
import type { Watch } from './check.js';
import { WATCHDOG_CHECK_MS, REGISTRY_SILENT_MS } from './rhythm.js';

export interface RoundsOptions {
  open: () => Db;
  watch: Watch;
  silence: { answered(): Promise<void>; unanswered(): Promise<void> };
  deadMan: { ping(): Promise<void> };
  logger: Logger;
  onReady?: () => void;
  signal: AbortSignal;
  everyMs?: number;
  giveUpMs?: number;
}

/**
 * Checks every few seconds until stopped, one check at a time. A check that hangs longer than `giveUpMs` is abandoned
 * with its connections, because a server that froze or vanished may never answer.
 */
export async function walkRounds({
  open,
  watch,
  silence,
  deadMan,
  logger,
  onReady,
  signal,
  everyMs = WATCHDOG_CHECK_MS,
  giveUpMs = REGISTRY_SILENT_MS,
}: RoundsOptions): Promise<void> {
  let db = open();
  let ready = false;
  let looking: { fromMs: number; done: Promise<Outcome> } | undefined;
  while (!signal.aborted) {
    looking ??= { fromMs: performance.now(), done: checkOnce(watch, db) };
    const pause = sleep(everyMs, undefined, { signal }).catch(() => undefined);
    const outcome = await Promise.race([looking.done, pause]);
    if (outcome?.answered === true) {
      await silence.answered();
      if (!ready) onReady?.();
      ready = true;
    } else await silence.unanswered();
    if (outcome?.answered === false) logger.warn({ job: 'watchdog', err: outcome.error }, 'job failed, retrying');
    if (outcome !== undefined) looking = undefined;
    else if (performance.now() - looking.fromMs > giveUpMs) {
      looking = undefined;
      void db.destroy().catch(() => undefined);
      db = open();
    }
    // If pages do not get through, the switch must fire.
    if (outcome?.answered === true && outcome.through) void deadMan.ping();
    await pause;
  }
}

type Outcome = { answered: true; through: boolean } | { answered: false; error: unknown };

async function checkOnce(watch: Watch, db: Db): Promise<Outcome> {
  try {
    return { answered: true, through: await watch.check(db) };
  } catch (error) {
    return { answered: false, error };
  }
}
