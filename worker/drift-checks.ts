import { sql } from 'kysely';
import type { Logger } from '@temporalio/worker';
import { checkDrift } from '../activities/check-drift.js';
import { compareRestored } from '../activities/compare-restored.js';
import type { PlatformClient } from '../platforms/client.js';
import { PlatformUnavailable } from '../platforms/connection.js';
import type { Connection, Db } from '../registry/db.js';
import { findRestoration } from '../registry/enforcement/restored.js';
import { logFailedJob, runUntilStopped, type Loop } from './run-until-stopped.js';

const DRIFT_LOCK = 4_207_314;
const FIRST_AFTER_MS = 30_000;
const RESTORED_AFTER_MS = 1_000;

interface DriftChecks {
  db: Db;
  platform: PlatformClient;
  everyMs: number;
  sample: number;
  logger: Logger;
}

/**
 * Repeatedly reads back a sample of what is in force, in only one enforcement process: the one whose connection holds
 * the lock. A crashed process loses its connection and thus the lock.
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
        // Verifies the connection: if it is lost, another process holds the lock.
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
        // Orders that wait report a platform outage, and drift alerts already raised stay open.
        if (error instanceof PlatformUnavailable) logger.debug('drift check postponed', { reason: error.message });
        else logFailedJob(logger, 'drift_check', error);
      }
      if (!isStopped()) await rest(everyMs);
    }
  });
}

async function isRestored(db: Db): Promise<boolean> {
  const restoration = await findRestoration(db).catch(() => undefined);
  return restoration?.comparedAt === null;
}
