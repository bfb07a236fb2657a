import type { ReviewStatus } from '../../domain/rulebook/review.js';
import type { Words } from '../words/use-words.js';
import { formatDay, formatList } from './format.js';

export function formatReview({ state, until, by, mistakes }: ReviewStatus, t: Words): string {
  const names = formatList(by.map(({ name }) => name));
  const stands = t(`words:reviewed.${state}`, { names, until: until === null ? '' : formatDay(until) });
  if (mistakes.length === 0) return stands;
  return `${stands} ${t('words:foundWrong', { numbers: formatList(mistakes.map(String)) })}`;
}
