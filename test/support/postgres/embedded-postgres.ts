import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { preparePostgres } from '../../../desk/postgres/postgres.js';
import { createSupervisor } from '../../../desk/children/supervisor.js';

export async function startThrowAwayPostgres() {
  const home = mkdtempSync(join(tmpdir(), 'desk-pg-'));
  const password = 'a-password-for-tests';
  const postgres = await preparePostgres({ home, password });
  const supervisor = createSupervisor({ logFolder: home, warn: () => undefined });
  const { beforeStart, spawn: start, isReady, url } = postgres;
  const times = { readyWithinMs: 60_000, stopWithinMs: 10_000 };
  await supervisor.start([{ name: 'postgres', beforeStart, start, isReady, stopSignal: 'SIGINT', ...times }]);
  const pool = new Pool({ connectionString: url });
  pool.on('error', () => undefined);
  return {
    home,
    password,
    url,
    pool,
    stop: async () => {
      await pool.end();
      await supervisor.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
