import { wordAt, type Words } from '../../words/use-words.js';

/** The text for a code of the API; an unknown code is shown as it is, never omitted. */
export function formatValueName(t: Words, path: string, value: string): string {
  return wordAt(t, path, value, value.replaceAll('_', ' '));
}
