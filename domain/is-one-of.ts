export function isOneOf<Word extends string>(set: readonly Word[], word: unknown): word is Word {
  return set.some((one) => one === word);
}

/** Returns the word if it belongs to the closed set, otherwise undefined. */
export function findOneOf<Word extends string>(set: readonly Word[], word: unknown): Word | undefined {
  return set.find((one) => one === word);
}
