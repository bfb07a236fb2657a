import type { SpeaksFor } from '../../../domain/people/speaks-for.js';
import type { Words } from '../../words/use-words.js';

export interface SpeaksForForm {
  scope: 'nobody' | 'all' | 'some';
  ids: string;
}

export const SPEAKS_FOR_NOBODY: SpeaksForForm = { scope: 'nobody', ids: '' };

/** Returns the request value; null while ids are missing. */
export function readSpeaksForForm({ scope, ids }: SpeaksForForm): SpeaksFor | null {
  if (scope === 'all') return 'all';
  const named = scope === 'some' ? [...new Set(ids.split(/[\s,;]+/).filter((id) => id !== ''))] : [];
  return scope === 'some' && named.length === 0 ? null : named;
}

export function speaksForText(speaksFor: SpeaksFor, t: Words): string {
  if (speaksFor === 'all') return t('records:people.speaksAll');
  return speaksFor.length === 0 ? t('records:people.speaksNobody') : speaksFor.join(', ');
}
