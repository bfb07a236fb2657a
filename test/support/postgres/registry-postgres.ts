import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startThrowAwayPostgres } from './embedded-postgres.js';
import { bringUpRegistry } from './registry-logins.js';

/** Longer than the slowest machine takes to bring one registry up. */
const READY_MS = 120_000;

/** A PostgreSQL of one's own with a registry brought up in it: a copy of one that the run brings up once. */
export async function startRegistryPostgres() {
  const brought = await broughtUp();
  return startThrowAwayPostgres({
    // As its owner: PostgreSQL takes no cluster of somebody else's.
    fill: async (home) => void (await promisify(execFile)('cp', ['-Rp', join(brought, 'postgres'), home])),
  });
}

/** The home that is copied. Whoever asks first makes it. */
async function broughtUp(): Promise<string> {
  const run = process.env['TEST_RUN_FOLDER'];
  if (run === undefined) throw new Error('test/support/jest/run-folder.js has not run.');
  const ready = join(run, 'registry');
  try {
    mkdirSync(join(run, 'making'));
  } catch {
    const giveUpAt = Date.now() + READY_MS;
    while (!existsSync(ready)) {
      if (Date.now() > giveUpAt) throw new Error('The registry that tests copy was not brought up.');
      await sleep(50);
    }
    return ready;
  }
  const postgres = await startThrowAwayPostgres();
  await bringUpRegistry(postgres.url);
  await postgres.end();
  renameSync(postgres.home, ready);
  return ready;
}
