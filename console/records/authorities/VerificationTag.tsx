import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';

export function VerificationTag({ of }: { of: 'unverified' | 'verified' }) {
  const t = useWords();
  return of === 'verified' ? (
    <Tag tone="ok" icon="s-met">
      {t('records:authorities.verified')}
    </Tag>
  ) : (
    <Tag tone="caution" icon="m-warn">
      {t('records:authorities.unverified')}
    </Tag>
  );
}
