import { diffWordsWithSpace } from 'diff';

export interface Piece {
  change: 'same' | 'gone' | 'new';
  text: string;
}

/** Two long texts that have little in common: no reader follows their words. */
const GIVE_UP_MS = 300;

/** Compares two texts word by word. What is the same or gone makes the first, what is the same or new the second. */
export function compareTexts(before: string, after: string): Piece[] {
  const changes = diffWordsWithSpace(before, after, { timeout: GIVE_UP_MS });
  if (changes === undefined)
    return [
      { change: 'gone', text: before },
      { change: 'new', text: after },
    ];
  return changes
    .filter(({ value }) => value !== '')
    .map(({ added, removed, value: text }) => ({ change: added ? 'new' : removed ? 'gone' : 'same', text }));
}
