import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runConcurrently } from '../../rig/load.js';
import type { Contender, TakenStep } from './contender.js';
import { STEPS } from './registry.js';

const NOTICES = 24;
const CLIENTS = 8;
/** In the middle of the run. */
const KILL_AFTER = NOTICES * 2;
const RETRY_MS = 200;
const RETRIES = 300;
const ENFORCED_WITHIN_MS = 30_000;

export interface Killed {
  acknowledged: number;
  lost: number;
  /** Approved orders whose targets were not applied half a minute after the last step. */
  notEnforced: number;
}

/** Takes steps as clients that repeat what got no answer, and kills the contender with SIGKILL meanwhile. */
export async function measureKill(contender: Contender): Promise<Killed> {
  const ids: string[] = [];
  for (let count = 0; count < NOTICES; count += 1) ids.push(await contender.receive());
  const acknowledged: TakenStep[] = [];
  let killing: Promise<void> | undefined;
  await runConcurrently({
    count: NOTICES,
    concurrency: CLIENTS,
    work: async (index) => {
      for (const step of STEPS) {
        const taken = { id: ids[index] ?? '', step, command: randomUUID() };
        await takeUntilAcknowledged(contender, taken);
        acknowledged.push(taken);
        if (acknowledged.length >= KILL_AFTER) killing ??= contender.kill();
      }
    },
  });
  await killing;
  const enforced = await Promise.allSettled(ids.map((id) => contender.untilEnforced(id, ENFORCED_WITHIN_MS)));
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.length - (await contender.countRecorded(acknowledged)),
    notEnforced: enforced.filter(({ status }) => status === 'rejected').length,
  };
}

async function takeUntilAcknowledged(contender: Contender, taken: TakenStep): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await contender.take(taken);
      return;
    } catch (error) {
      if (tries >= RETRIES) throw error;
      await sleep(RETRY_MS);
    }
  }
}
