import { IN_PIECES, type InPieces } from '../canonical-json.js';
import type { SentTarget, TargetType } from './target.js';

const CONCURRENCY = 500;

/**
 * Targets as sent, stored by column: an object each for 100,000 of them would be half of the API's memory. Iterating
 * yields them one by one.
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

  *[IN_PIECES](): Generator<string> {
    for (let from = 0; from < this.length; from += CONCURRENCY) {
      const rows = this.#locators.slice(from, from + CONCURRENCY).map((locator, index) => ({
        locator, // names in canonical JSON order
        note: this.#notes[from + index],
        type: this.#types[from + index],
      }));
      yield `${from === 0 ? '[' : ','}${JSON.stringify(rows).slice(1, -1)}`;
    }
    yield this.length === 0 ? '[]' : ']';
  }
}
