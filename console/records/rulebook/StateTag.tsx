import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';
import type { Revision } from './types.js';

export function StateTag({ state }: { state: Revision['state'] }) {
  const t = useWords();
  const tone =
    state === 'proposed' ? { tone: 'caution' as const } : state === 'approved' ? { tone: 'ok' as const } : {};
  return <Tag {...tone}>{t(`rulebook:revisionState.${state}`)}</Tag>;
}
