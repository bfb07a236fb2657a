import { createHash } from 'node:crypto';
import { seededRandom } from '../../desk/doubles/chance.js';

/** Choices that depend on a seed and a label alone, so that one part of a run draws the same whatever the others do. */
export interface Dice {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** True in this share of throws. */
  chance(share: number): boolean;
  pick<T>(things: readonly T[]): T;
  /** Some of the things, in an order of chance. */
  some<T>(things: readonly T[], count: number): T[];
}

/** Dice of their own for each label of a seed. */
export function throwDice(seed: number, label: string): Dice {
  const next = seededRandom(createHash('sha256').update(`${seed}\n${label}`).digest().readUInt32BE(0));
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
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
