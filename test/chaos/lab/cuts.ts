import { setTimeout as sleep } from 'node:timers/promises';
import { type Dice, throwDice } from '../dice.js';
import type { Journal } from '../journal.js';
import type { Toxic, Toxiproxy } from './toxiproxy.js';
import { formatProxyName, PAIRS } from './ways.js';

/** What happens to a connection: `down` cuts and refuses, `timeout` swallows all data, the others degrade it. */
export const CUT_KINDS = [
  'down',
  'timeout',
  'reset_peer',
  'latency',
  'bandwidth',
  'slow_close',
  'limit_data',
  'slicer',
] as const;
export type CutKind = (typeof CUT_KINDS)[number];

const LASTS_MS = { least: 1_000, max: 8_000 };
const PAUSE_MS = { least: 300, max: 2_500 };
/** Times are ms, rates KB/s, sizes bytes. */
const ATTRIBUTES: Record<Exclude<CutKind, 'down'>, (dice: Dice) => Record<string, number>> = {
  timeout: () => ({ timeout: 0 }),
  reset_peer: (dice) => ({ timeout: dice.whole(0, 300) }),
  latency: (dice) => ({ latency: dice.whole(100, 2_000), jitter: 100 }),
  bandwidth: (dice) => ({ rate: dice.whole(1, 20) }),
  slow_close: (dice) => ({ delay: dice.whole(500, 5_000) }),
  limit_data: (dice) => ({ bytes: dice.whole(100, 20_000) }),
  slicer: () => ({ average_size: 40, size_variation: 20, delay: 200 }),
};

export interface Cuts {
  total: number;
  /** Counts by pair, and by pair and kind: `api-postgres`, `api-postgres down`. */
  by: Record<string, number>;
}

/**
 * Cuts or degrades the connections of one pair of parts after another, sometimes two pairs together; each pair has each
 * kind before any repeats. Heals everything at the end.
 */
export async function cutUntil(
  { seed, proxy, journal }: { seed: number; proxy: Toxiproxy; journal: Journal },
  isOpen: () => boolean,
): Promise<Cuts> {
  const dice = throwDice(seed, 'cuts');
  const turns = PAIRS.flatMap((pair) => CUT_KINDS.map((kind) => ({ pair: formatProxyName(pair), kind })));
  const cuts: Cuts = { total: 0, by: {} };
  const count = (what: string) => (cuts.by[what] = (cuts.by[what] ?? 0) + 1);
  let deck: typeof turns = [];
  while (isOpen()) {
    if (deck.length < 2) deck = [...deck, ...dice.some(turns, turns.length)];
    const forMs = dice.whole(LASTS_MS.least, LASTS_MS.max);
    for (const { pair, kind } of deck.splice(0, dice.chance(0.25) ? 2 : 1)) {
      const n = journal.invoke({ op: 'cut', as: 'harness', body: { pair, how: kind, forMs } });
      if (kind === 'down') await proxy.setDown(pair, true);
      else await proxy.spoil(pair, { type: kind, attributes: ATTRIBUTES[kind](dice) } satisfies Toxic);
      journal.ok(n);
      cuts.total += 1;
      count(pair);
      count(`${pair} ${kind}`);
    }
    for (const until = Date.now() + forMs; isOpen() && Date.now() < until; ) await sleep(100);
    await proxy.heal();
    await sleep(dice.whole(PAUSE_MS.least, PAUSE_MS.max));
  }
  await proxy.heal();
  return cuts;
}
