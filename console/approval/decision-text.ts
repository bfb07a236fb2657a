import { formatCountry, formatList } from '../parts/format.js';
import type { Words } from '../words/use-words.js';
import type { SubmittedDecision } from './types.js';

export function decisionText({ grounds, countries, note }: SubmittedDecision, t: Words): string {
  const parts = [
    ...grounds.map((ground) => t(`words:ground.${ground}`)),
    countries.length === 0 ? '' : formatList(countries.map(formatCountry)),
    note,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
