import { randomUUID } from 'node:crypto';
import { seededRandom } from '../../desk/simulators/chance.js';
import { shuffle } from './shuffle.js';

export type LagSide = 'desk' | 'peer';
export type LagKind = 'spread' | 'burst';

export interface Sleeper {
  id: string;
  dueAtMs: number;
}

export interface Round {
  side: LagSide;
  kind: LagKind;
  pair: number;
  sleepers: Sleeper[];
}

export interface Generation {
  rounds: Round[];
  /** In random order, the same on both sides. */
  due: Record<LagSide, Sleeper[]>;
  /** Open beside those that fall due. Started last, so that they push the others out of a worker's cache. */
  others: Record<LagSide, Sleeper[]>;
}

export interface LagSize {
  open: number;
  due: number;
  pairs: number;
}

export const APART_MS: Record<LagKind, number> = { spread: 20, burst: 1 };
const FAR_MS = 30 * 86_400_000;

type Duel = Pick<Round, 'kind' | 'pair'>;

export function planDuels({ open, due, pairs }: LagSize): Duel[][] {
  const duels = Array.from({ length: pairs }, (_, index) => index + 1).flatMap((pair): Duel[] => [
    { kind: 'spread', pair },
    { kind: 'burst', pair },
  ]);
  const each = Math.max(1, Math.floor(open / due));
  return Array.from({ length: Math.ceil(duels.length / each) }, (_, index) =>
    duels.slice(index * each, (index + 1) * each),
  );
}

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
  const shuffleSleepers = (side: LagSide) => {
    const sleepers = rounds.filter((round) => round.side === side).flatMap((round) => round.sleepers);
    return shuffle(sleepers, seededRandom(open));
  };
  const others = () =>
    Array.from({ length: Math.max(0, open - duels.length * due) }, () => aSleeper(firstDueMs + FAR_MS));
  return {
    rounds,
    due: { desk: shuffleSleepers('desk'), peer: shuffleSleepers('peer') },
    others: { desk: others(), peer: others() },
  };
}

function aSleeper(dueAtMs: number): Sleeper {
  return { id: randomUUID(), dueAtMs };
}
