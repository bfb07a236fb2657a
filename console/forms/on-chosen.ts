import { findOneOf } from '../../domain/is-one-of.js';

export function onChosen<Word extends string>(words: readonly Word[], take: (word: Word) => void) {
  return ({ target }: { target: { value: string } }): void => {
    const word = findOneOf(words, target.value);
    if (word !== undefined) take(word);
  };
}
