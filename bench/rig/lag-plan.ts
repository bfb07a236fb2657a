import { randomUUID } from 'node:crypto';
import { seededRandom } from '../../desk/doubles/chance.js';
import { shuffle } from './shuffle.js';

export type LagSide = 'desk' | 'peer';
/** Dues 20 ms apart, or 1 ms apart. */
export type LagKind = 'spread' | 'burst';

/** One sleeper: a notice with one clock, or a workflow that sleeps. */
export interface Sleeper {
  id: string;
  dueAtMs: number;
}

/** What falls due together on one side, and when; `pair` counts from 1. */
export interface Round {
  side: LagSide;
  kind: LagKind;
  pair: number;
  sleepers: Sleeper[];
}

/** The rounds of both sides, one after another, and all that have to be started before the first of them. */
export interface Generation {
  rounds: Round[];
  /** Those of the rounds, by chance in the same order on both sides. */
  due: Record<LagSide, Sleeper[]>;
  /** Those that are open beside them. Started last, they push the others out of a worker's cache. */
  others: Record<LagSide, Sleeper[]>;
}

export interface LagSize {
  /** Sleepers open on each side. */
  open: number;
  /** Of them in each round. */
  due: number;
  pairs: number;
}

export const APART_MS: Record<LagKind, number> = { spread: 20, burst: 1 };
/** Those that never fall due while anybody measures. */
const FAR_MS = 30 * 86_400_000;

type Duel = Pick<Round, 'kind' | 'pair'>;

/** Which pairs are measured on which sleepers: as many pairs as those open have dues for; at least one. */
export function duelsOf({ open, due, pairs }: LagSize): Duel[][] {
  const duels = Array.from({ length: pairs }, (_, index) => index + 1).flatMap((pair): Duel[] => [
    { kind: 'spread', pair },
    { kind: 'burst', pair },
  ]);
  const each = Math.max(1, Math.floor(open / due));
  return Array.from({ length: Math.ceil(duels.length / each) }, (_, index) =>
    duels.slice(index * each, (index + 1) * each),
  );
}

/** Dues of one generation from its first on, desk and peer by turns (A B, then B A), each round in a slot of its own. */
export function planGeneration(
  duels: readonly Duel[],
  { open, due, firstDueMs, slotMs }: Pick<LagSize, 'open' | 'due'> & { firstDueMs: number; slotMs: number },
): Generation {
  const rounds = duels.flatMap(({ kind, pair }, duel) => {
    const sides: LagSide[] = pair % 2 === 1 ? ['desk', 'peer'] : ['peer', 'desk'];
    return sides.map((side, turn): Round => {
      const fromMs = firstDueMs + (2 * duel + turn) * slotMs;
      const sleepers = Array.from({ length: due }, (_, index) => aSleeper(fromMs + index * APART_MS[kind]));
      return { side, kind, pair, sleepers };
    });
  });
  const dueOf = (side: LagSide) => {
    const sleepers = rounds.filter((round) => round.side === side).flatMap((round) => round.sleepers);
    return shuffle(sleepers, seededRandom(open));
  };
  const others = () =>
    Array.from({ length: Math.max(0, open - duels.length * due) }, () => aSleeper(firstDueMs + FAR_MS));
  return {
    rounds,
    due: { desk: dueOf('desk'), peer: dueOf('peer') },
    others: { desk: others(), peer: others() },
  };
}

function aSleeper(dueAtMs: number): Sleeper {
  return { id: randomUUID(), dueAtMs };
}
