import { setTimeout as sleep } from 'node:timers/promises';
import { FAULT_KINDS, type FaultKind, type PlatformFaults } from '../../desk/simulators/platform-messages.js';
import type { ChaosClient } from './client.js';
import { type Dice, throwDice } from './dice.js';
import type { Journal } from './journal.js';

/** Shares of requests that a fault may affect; the platform must still get some work done. */
const SHARES: Record<Exclude<FaultKind, 'delayMs' | 'newPerRequest' | 'down'>, { least: number; max: number }> = {
  applyThenDrop: { least: 0.2, max: 0.6 },
  tooMany: { least: 0.1, max: 0.3 },
  unavailable: { least: 0.1, max: 0.3 },
  partial: { least: 0.2, max: 0.7 },
  shuffle: { least: 0.5, max: 1 },
  stale: { least: 0.2, max: 0.7 },
};
const NEW_PER_REQUEST = { least: 1, max: 200 };
const DELAY_MS = { least: 20, max: 700 };
const LASTS_MS = { least: 3_000, max: 7_000 };
/** An outage is short: each one opens the desk's circuit breaker for ten seconds. */
const DOWN_MS = { least: 1_000, max: 3_000 };

type Turn = FaultKind | 'calm';
const TURNS: readonly Turn[] = [...FAULT_KINDS, 'calm', 'calm', 'calm', 'calm'];

export async function troubleThePlatform(
  { client, journal, seed }: { client: ChaosClient; journal: Journal; seed: number },
  isOpen: () => boolean,
): Promise<void> {
  const dice = throwDice(seed, 'faults');
  const set = async (faults: Partial<PlatformFaults>) => {
    const n = journal.invoke({ op: 'faults', as: 'harness', body: faults });
    await client.platform('POST', '/_double/faults', faults);
    journal.ok(n);
  };
  let deck: Turn[] = [];
  while (isOpen()) {
    // Each kind has its turn, with some others. A kill must also find work in progress: hence the calm turns.
    if (deck.length === 0) deck = dice.some(TURNS, TURNS.length);
    const [turn = 'calm', ...rest] = deck;
    deck = rest;
    const { least, max } = turn === 'down' ? DOWN_MS : LASTS_MS;
    await set(drawFaults(dice, turn));
    const until = Date.now() + dice.whole(least, max);
    while (isOpen() && Date.now() < until) await sleep(100);
    await client.fired();
  }
  await set({});
}

function drawFaults(dice: Dice, turn: Turn): Partial<PlatformFaults> {
  const faults: Partial<PlatformFaults> = { seed: dice.whole(1, 1_000_000) };
  if (turn === 'calm') return faults;
  if (turn === 'down') return { ...faults, down: 1 };
  for (const kind of FAULT_KINDS) {
    if (kind === 'down' || (!dice.chance(0.3) && kind !== turn)) continue;
    if (kind === 'delayMs') faults.delayMs = dice.whole(DELAY_MS.least, DELAY_MS.max);
    else if (kind === 'newPerRequest') faults.newPerRequest = dice.whole(NEW_PER_REQUEST.least, NEW_PER_REQUEST.max);
    else {
      const { least, max } = SHARES[kind];
      faults[kind] = least + (max - least) * dice.next();
    }
  }
  return faults;
}
