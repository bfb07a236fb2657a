import type { PlatformClient } from '../client.js';
import { PlatformUnavailable } from '../connection.js';
import type { TargetRef } from '../messages.js';
import { CHECKS, type Check } from './checks.js';
import { SERVER_CHECKS, type ServerUnderTest } from './server-checks.js';
import { BrokenRule, NotOffered, fetchState, type TrialItem, type World } from './world.js';

export interface CheckVerdict {
  title: string;
  outcome: 'holds' | 'broken' | 'not_offered';
  found: string;
}

export interface Conformance {
  platform: PlatformClient;
  /** Targets that the run may act on: at least two, with nothing in force on them. */
  targets: readonly TargetRef[];
  countries: readonly [string, string];
  /** Endpoint of the port for HTTP checks; absent if the platform is not reached through the port. */
  server?: Omit<ServerUnderTest, 'item'>;
}

/** Runs every rule against a platform. Rejects if it cannot begin. */
export async function runChecks({ platform, targets, countries, server }: Conformance): Promise<CheckVerdict[]> {
  const [first, second, ...others] = await findItems(platform, targets);
  if (first === undefined || second === undefined) throw new Error('At least two targets are required.');
  const world: World = { platform, items: [first, second, ...others], countries };
  for (const item of world.items) await refuseHeld(world, item);
  const verdicts: CheckVerdict[] = [];
  for (const check of CHECKS) verdicts.push(await judge(check, world));
  if (server !== undefined)
    for (const check of SERVER_CHECKS) verdicts.push(await judge(check, { ...server, item: first }));
  return verdicts;
}

async function findItems(platform: PlatformClient, targets: readonly TargetRef[]): Promise<TrialItem[]> {
  const found = await platform.resolve(targets);
  return targets.map(({ type, locator }, at) => {
    const id = found[at]?.id;
    if (id == null || found[at]?.exists !== true) throw new Error(`The platform does not know ${type} ${locator}.`);
    return { type, locator, id };
  });
}

/** A run ends with everything lifted, so it must not start on an item that is restricted. */
async function refuseHeld(world: World, item: TrialItem): Promise<void> {
  const { countries, everywhere } = await fetchState(world, item);
  if (everywhere || countries.length > 0) throw new Error(`${item.type} ${item.locator} is already restricted.`);
}

async function judge<On>({ title, run }: Check<On>, on: On): Promise<CheckVerdict> {
  try {
    await run(on);
    return { title, outcome: 'holds', found: '' };
  } catch (error) {
    if (error instanceof NotOffered) return { title, outcome: 'not_offered', found: error.message };
    if (error instanceof BrokenRule || error instanceof PlatformUnavailable)
      return { title, outcome: 'broken', found: error.message };
    throw error;
  }
}
