import { sql } from 'kysely';
import type { Logger } from '@temporalio/worker';
import { checkDrift } from '../activities/check-drift.js';
import { compareRestored } from '../activities/compare-restored.js';
import type { PlatformClient } from '../activities/platform-client.js';
import { PlatformUnavailable } from '../activities/platform-connection.js';
import type { Connection, Db } from '../registry/db.js';
import { findRestoration } from '../registry/enforcement/restored.js';
import { logFailedJob, runUntilStopped, type Loop } from './run-until-stopped.js';

/** Held by the one process that looks for drift; the others stand by for it. */
const DRIFT_LOCK = 4_207_314;
/** The first look after a start, so that a process that is often started anew looks all the same. */
const FIRST_AFTER_MS = 30_000;
/** The same after a restore, for which enforcement waits. */
const RESTORED_AFTER_MS = 1_000;

interface DriftChecks {
  db: Db;
  platform: PlatformClient;
  everyMs: number;
  sample: number;
  logger: Logger;
}

/**
 * Reads back a sample of what is in force, again and again, in one of all enforcement processes: the one whose
 * connection holds the lock. A process that dies loses its connection, and the lock with it.
 */
export function startDriftChecks({ db, platform, everyMs, sample, logger }: DriftChecks): {
  stop: () => Promise<void>;
} {
  const lead = async (connection: Connection, { isStopped, rest }: Loop) => {
    const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(${DRIFT_LOCK}) as got`.execute(connection);
    if (rows[0]?.got !== true) return;
    try {
      await compareRestored({ db, platform }, { isStopped });
      while (!isStopped()) {
        await checkDrift({ db, platform }, { sample, isStopped });
        if (!isStopped()) await rest(everyMs);
        // Says that the connection is still there: without it the lock has gone to another process.
        if (!isStopped()) await sql`select 1`.execute(connection);
      }
    } finally {
      await sql`select pg_advisory_unlock(${DRIFT_LOCK})`.execute(connection);
    }
  };
  return runUntilStopped(async (loop) => {
    const { isStopped, rest } = loop;
    await rest(Math.min(everyMs, (await isRestored(db)) ? RESTORED_AFTER_MS : FIRST_AFTER_MS));
    while (!isStopped()) {
      try {
        await db.connection().execute((connection) => lead(connection, loop));
      } catch (error) {
        // An outage of the platform is told by the orders that wait for it; a drift that was told stays told.
        if (error instanceof PlatformUnavailable) logger.debug('drift check postponed', { reason: error.message });
        else logFailedJob(logger, 'drift_check', error);
      }
      if (!isStopped()) await rest(everyMs);
    }
  });
}

/** Whether a restore is still to be compared; an outage right at the start says no, and the loop looks itself. */
async function isRestored(db: Db): Promise<boolean> {
  const restoration = await findRestoration(db).catch(() => undefined);
  return restoration?.comparedAt === null;
}
