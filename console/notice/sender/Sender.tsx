import type { Notice } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { useWords } from '../../words/use-words.js';
import { EvidenceButton } from './EvidenceButton.js';

export function Sender({ notice, onVerify }: { notice: Notice; onVerify: (() => void) | null }) {
  const t = useWords();
  return (
    <>
      {t(`words:authenticity.${notice.authenticity}`)}{' '}
      {onVerify === null ? null : (
        <Button size="small" variant="quiet" keys="w" onPress={onVerify} hasPopup="dialog">
          {t('sender:act')}
        </Button>
      )}
      <EvidenceButton notice={notice} />
    </>
  );
}
