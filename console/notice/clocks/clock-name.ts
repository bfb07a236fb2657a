import type { Clock } from '../../http/types.js';
import type { Words } from '../../words/use-words.js';

type Named = Pick<Clock, 'kind' | 'owner' | 'form' | 'receipt'>;

/**
 * Extracts the authority's duty from the source of the receipt: the text after `: `, without a trailing remark in
 * brackets.
 */
function lawText({ receipt }: Named): string | null {
  const source = typeof receipt['source'] === 'string' ? receipt['source'] : '';
  const text = source
    .slice(source.indexOf(': ') + 2)
    .replace(/\s*\([^)]*\)$/, '')
    .trim();
  return source.includes(': ') && text !== '' ? text.slice(0, 1).toUpperCase() + text.slice(1) : null;
}

/** Names the subject of a clock. An authority may have several, so each is named by the duty the law sets. */
export function clockName(clock: Named, t: Words): string {
  const { guards } = clock.receipt['rule'] as { guards?: string };
  if (guards === 'disclosure') return t('notice:floor.disclosure');
  if (clock.kind !== 'authority') return t(`words:clock.${clock.kind}`);
  if (clock.form !== 'floor') return lawText(clock) ?? t('words:clock.authority');
  return t(guards === 'hearing' ? 'notice:floor.hearing' : 'notice:floor.deadline');
}
