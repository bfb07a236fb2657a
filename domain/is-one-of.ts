/** Whether a word is one of a closed set. */
export function isOneOf<Word extends string>(set: readonly Word[], word: unknown): word is Word {
  return set.some((one) => one === word);
}

/** The word as one of a closed set; undefined where it is none of them. */
export function oneOf<Word extends string>(set: readonly Word[], word: unknown): Word | undefined {
  return set.find((one) => one === word);
}
