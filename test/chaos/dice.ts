import { createHash } from 'node:crypto';
import { seededRandom } from '../../desk/simulators/chance.js';

/**
 * Random choices that depend only on a seed and a label, so that one part of a run draws the same whatever the others
 * do.
 */
export interface Dice {
  /** A number in [0, 1). */
  next(): number;
  /** An integer from `least` to `most`, both included. */
  whole(least: number, max: number): number;
  /** True with this probability. */
  chance(share: number): boolean;
  pick<T>(things: readonly T[]): T;
  some<T>(things: readonly T[], count: number): T[];
}

export function throwDice(seed: number, label: string): Dice {
  const next = seededRandom(createHash('sha256').update(`${seed}\n${label}`).digest().readUInt32BE(0));
  const whole = (least: number, max: number) => least + Math.floor(next() * (max - least + 1));
  return {
    next,
    whole,
    chance: (share) => next() < share,
    pick: (things) => {
      const [thing] = things.slice(Math.floor(next() * things.length));
      if (thing === undefined) throw new Error('There is nothing to pick from.');
      return thing;
    },
    some: (things, count) => {
      const rest = [...things];
      // Fisher and Yates, as far as needed.
      for (let at = 0; at < Math.min(count, rest.length); at += 1) {
        const other = whole(at, rest.length - 1);
        [rest[at], rest[other]] = [rest[other], rest[at]] as [(typeof rest)[0], (typeof rest)[0]];
      }
      return rest.slice(0, count);
    },
  };
}
