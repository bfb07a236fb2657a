import { IN_PIECES, type InPieces } from '../canonical-json.js';
import type { SentTarget, TargetType } from './target.js';

/** Rows made into text at once. */
const AT_ONCE = 500;

/**
 * Targets as sent, column by column: of a list of 100,000 an object for each would be half of what the API holds. Whoever
 * iterates gets them one by one.
 */
export class SentTargets implements Iterable<SentTarget>, InPieces {
  readonly #types: TargetType[] = [];
  readonly #locators: string[] = [];
  readonly #notes: string[] = [];

  get length(): number {
    return this.#locators.length;
  }

  push({ type, locator, note }: SentTarget): void {
    this.#types.push(type);
    this.#locators.push(locator);
    this.#notes.push(note);
  }

  *[Symbol.iterator](): Generator<SentTarget> {
    for (const [index, type] of this.#types.entries())
      yield { type, locator: this.#locators[index] ?? '', note: this.#notes[index] ?? '' };
  }

  /** Canonical JSON of the same list as an array of objects. */
  *[IN_PIECES](): Generator<string> {
    for (let from = 0; from < this.length; from += AT_ONCE) {
      const rows = this.#locators.slice(from, from + AT_ONCE).map((locator, index) => ({
        locator, // names in the order that canonical JSON wants
        note: this.#notes[from + index],
        type: this.#types[from + index],
      }));
      yield `${from === 0 ? '[' : ','}${JSON.stringify(rows).slice(1, -1)}`;
    }
    yield this.length === 0 ? '[]' : ']';
  }
}
