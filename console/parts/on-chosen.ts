import { oneOf } from '../../domain/is-one-of.js';

/** Takes what is chosen in a list of these words. */
export function onChosen<Word extends string>(words: readonly Word[], take: (word: Word) => void) {
  return ({ target }: { target: { value: string } }): void => {
    const word = oneOf(words, target.value);
    if (word !== undefined) take(word);
  };
}
