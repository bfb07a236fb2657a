import type pg from 'pg';
import { receiveNotice, takeStep } from './registry.js';
import { serve } from './server.js';

const EVERY_MS = 60_000;

/** Own code: a transaction a step, and a job each minute that escalates what is due. */
await serve('cron', async ({ db, platform }) => {
  setInterval(() => void escalate(db), EVERY_MS);
  await escalate(db);
  return {
    receive: (received) => receiveNotice(db, received),
    async take(command) {
      const taken = await takeStep(db, command);
      if (command.step === 'approve' && taken.status === 200) void enforce(command.id);
      return taken;
    },
  };

  /** In the background of the process: lost if it ends, as in most code of this kind. */
  async function enforce(id: string): Promise<void> {
    while (await platform.enforceNext(db, id));
  }
});

async function escalate(db: pg.Pool): Promise<void> {
  await db.query('update notice set escalated_at = clock_timestamp() where due_at <= now() and escalated_at is null');
}
