import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Stops the run's shared server and removes the run's folder. */
export default async function endRunFolder() {
  const folder = process.env['TEST_RUN_FOLDER'];
  if (folder === undefined) return;
  await endServer(join(folder, 'postgres', 'postmaster.pid'));
  rmSync(folder, { recursive: true, force: true });
}

/** SIGINT is PostgreSQL's fast shutdown. The server removes its pid file when it has stopped. */
async function endServer(pidFile) {
  if (!existsSync(pidFile)) return;
  process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGINT');
  const giveUpAt = Date.now() + 10_000;
  while (existsSync(pidFile) && Date.now() < giveUpAt) await sleep(50);
}
