import { DBOS } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import type { PlatformConnection } from './enforce.js';
import { type Command, receiveNotice, type Received, takeStep } from './registry.js';
import { serve } from './server.js';

const WAIT_SECONDS = 30;

/** A durable workflow for each notice, on PostgreSQL: it receives each step, takes it, and sleeps until the due time. */
await serve('dbos', async ({ db, url, platform }) => {
  DBOS.setConfig({ name: 'peer', systemDatabaseUrl: url, systemDatabasePoolSize: 20, logLevel: 'error' });
  const life = DBOS.registerWorkflow((received: Received) => live({ db, platform }, received), { name: 'notice' });
  await DBOS.launch();
  return {
    async receive(received) {
      await receiveNotice(db, received);
      await DBOS.startWorkflow(life, { workflowID: received.id })(received);
    },
    async take(command) {
      await DBOS.send(command.id, command, 'step', command.command);
      const taken = await DBOS.getEvent<Awaited<ReturnType<typeof takeStep>>>(
        command.id,
        command.command,
        WAIT_SECONDS,
      );
      if (taken === null) throw new Error('The workflow did not answer.');
      return taken;
    },
  };
});

interface Around {
  db: pg.Pool;
  platform: PlatformConnection;
}

async function live({ db, platform }: Around, { id, dueAt }: Received): Promise<void> {
  let isEscalated = dueAt === null;
  for (let isOpen = true; isOpen; ) {
    const seconds = isEscalated ? 30 * 86_400 : Math.max(0, (Date.parse(dueAt ?? '') - (await DBOS.now())) / 1_000);
    const command = await DBOS.recv<Command>('step', seconds);
    if (command === null) {
      await DBOS.runStep(() => escalate(db, id), { name: 'escalate' });
      isEscalated = true;
      continue;
    }
    const taken = await DBOS.runStep(() => takeStep(db, command), { name: command.step });
    await DBOS.setEvent(command.command, taken);
    isOpen = !(command.step === 'approve' && taken.status === 200);
  }
  while (await DBOS.runStep(() => platform.enforceNext(db, id), { name: 'enforce' }));
}

async function escalate(db: pg.Pool, id: string): Promise<void> {
  await db.query('update notice set escalated_at = clock_timestamp() where id = $1 and escalated_at is null', [id]);
}
