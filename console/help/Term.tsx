import { useId } from 'react';
import { useWords } from '../words/use-words.js';
import type { TermName } from './topics.js';

/**
 * A word of the desk that says in one sentence what it means, on hover and on focus. Style sheets show it: the tooltip
 * of the library would add 8 kB to the first load.
 */
export function Term({ name, children }: { name: TermName; children: string }) {
  const t = useWords();
  const id = useId();
  return (
    <span className="term">
      <button type="button" className="text-button" aria-describedby={id}>
        {children}
      </button>
      <span role="tooltip" id={id} className="term-tip fine">
        {t(`terms:${name}.says`)}
      </span>
    </span>
  );
}
