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
  if (clock.form === 'floor') return t(`notice:floor.${readGuarded(clock)}`);
  return (clock.kind === 'authority' ? lawText(clock) : null) ?? t(`words:clock.${clock.kind}`);
}

function readGuarded({ receipt }: Named): 'hearing' | 'deadline' | 'disclosure' {
  const { guards } = receipt['rule'] as { guards?: string };
  return guards === 'hearing' || guards === 'disclosure' ? guards : 'deadline';
}
