import { findDate, readTime, withTime } from '../../domain/documents/dates.js';
import { findDeadlines } from '../../domain/documents/deadlines.js';
import { formatDuration } from '../parts/format.js';
import type { Deadline } from './answers.js';

/** A date in selected words as the field takes it; the words themselves if none can be read. */
export function readSelectedDate(words: string): string {
  const date = findDate(words);
  if (date === null) return words;
  return withTime(date, readTime(words.slice(date.to))?.value).value;
}

/** A deadline in selected words; a length alone counts as one. */
export function readSelectedDeadline(words: string): Deadline {
  const [found] = [...findDeadlines(words), ...findDeadlines(`within ${words}`), ...findDeadlines(`by ${words}`)];
  switch (found?.path) {
    case '/orderedDeadline/within':
      return { kind: 'within', text: formatDuration(found.value) };
    case '/orderedDeadline/at':
      return { kind: 'at', text: found.value };
    case '/orderedDeadline/immediately':
      return { kind: 'immediately', text: '' };
    case undefined:
      return { kind: 'within', text: words };
  }
}
