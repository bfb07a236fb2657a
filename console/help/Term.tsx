import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useWords } from '../words/use-words.js';

import type { TermName } from './topics.js';

/** A word of the desk that says in one sentence what it means, on hover and on focus. */
export function Term({ name, children }: { name: TermName; children: string }) {
  const t = useWords();
  return (
    <TooltipTrigger delay={300}>
      <Button className="text-button term">{children}</Button>
      <Tooltip className="term-tip fine" placement="bottom start">
        {t(`terms:${name}.says`)}
      </Tooltip>
    </TooltipTrigger>
  );
}
