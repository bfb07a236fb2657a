import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';
import type { AdministrationChange } from './types.js';

export function ChangeStateMark({ of }: { of: AdministrationChange['state'] }) {
  const t = useWords();
  const tone = of === 'pending' ? 'caution' : of === 'applied' ? 'ok' : null;
  return <Tag {...(tone === null ? {} : { tone })}>{t(`records:changes.states.${of}`)}</Tag>;
}
