import { wordAt, type Words } from '../../words/use-words.js';

/** The word for a value of the desk. A value that has none yet is shown as it is, never left out. */
export function nameOf(t: Words, path: string, value: string): string {
  return wordAt(t, path, value, value.replaceAll('_', ' '));
}
