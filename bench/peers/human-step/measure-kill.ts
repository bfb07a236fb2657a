import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { runConcurrently } from '../../rig/load.js';
import type { KillLine } from '../figures/lines.js';
import { type Contender, newLocators, type TakenStep } from './contender.js';
import { STEPS } from './registry.js';

const CLIENTS = 8;
const TARGETS = 3;
const RETRY_MS = 200;
const RETRIES = 300;
const ENFORCED_WITHIN_MS = 45_000;

type Killed = Omit<KillLine, 'run' | 'part' | 'contender'>;

export interface KillPlan {
  notices: number;
  kills: number;
  /** The database of the desk, whose simulated platform all contenders enforce on. */
  platformDatabase: string;
}

/**
 * Takes steps as clients that repeat what got no answer, and kills the contender right after some of the approvals,
 * when their targets are still to be enforced.
 */
export async function measureKill(
  contender: Contender,
  { notices, kills, platformDatabase }: KillPlan,
): Promise<Killed> {
  const ids: string[] = [];
  for (let count = 0; count < notices; count += 1)
    ids.push(await contender.receive({ locators: newLocators(TARGETS) }));
  const acknowledged: TakenStep[] = [];
  const killEvery = Math.ceil(notices / (kills + 1));
  let approvals = 0;
  let done = 0;
  let killing: Promise<void> | undefined;
  const countApproval = () => {
    approvals += 1;
    if (killing !== undefined || done === kills || approvals < killEvery * (done + 1)) return;
    done += 1;
    killing = contender.kill().finally(() => {
      killing = undefined;
    });
    killing.catch(() => undefined); // the steps then fail, and say so
  };
  await runConcurrently({
    count: notices,
    concurrency: CLIENTS,
    work: async (index) => {
      for (const step of STEPS) {
        const taken = { id: ids[index] ?? '', step, command: randomUUID() };
        await takeUntilAcknowledged(contender, taken);
        acknowledged.push(taken);
        if (step === 'approve') countApproval();
      }
    },
  });
  await killing;
  await Promise.allSettled(ids.map((id) => contender.untilEnforced(id, ENFORCED_WITHIN_MS)));
  const { found, repeated } = await contender.countRecorded(acknowledged);
  const applied = await countOperations(platformDatabase, ids);
  return {
    kills: done,
    acknowledged: acknowledged.length,
    lost: acknowledged.length - found,
    repeated,
    effects: notices * TARGETS,
    effectsLost: notices * TARGETS - applied.items,
    effectsRepeated: applied.operations - applied.items,
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

/** The key of each operation begins with the id of its notice, on all contenders. */
async function countOperations(
  database: string,
  notices: readonly string[],
): Promise<{ operations: number; items: number }> {
  const db = new pg.Pool({ connectionString: database, max: 1 });
  const { rows } = await db.query<{ operations: number; items: number }>(
    `select count(*)::int as operations, count(distinct id)::int as items
     from platform_simulator.operation where split_part(key, ':', 1) = any ($1)`,
    [notices],
  );
  await db.end();
  return rows[0] ?? { operations: 0, items: 0 };
}
