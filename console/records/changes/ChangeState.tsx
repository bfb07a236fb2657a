import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';
import type { Change } from './types.js';

export function ChangeState({ of }: { of: Change['state'] }) {
  const t = useWords();
  const tone = of === 'pending' ? 'caution' : of === 'applied' ? 'ok' : null;
  return <Tag {...(tone === null ? {} : { tone })}>{t(`records:changes.states.${of}`)}</Tag>;
}
