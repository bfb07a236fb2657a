import type { DecisionAction } from '../../domain/targets/decision-action.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { inSentence } from '../parts/format.js';
import { useWords } from '../words/use-words.js';

interface RecordDecisionProps {
  action: DecisionAction | null;
  count: number;
  why: string | null;
  isBusy: boolean;
  error: unknown;
  onPress: () => void;
  onClose: () => void;
}

/** Records the second reviewer's own decision. */
export function RecordDecision({ action, count, why, isBusy, error, onPress, onClose }: RecordDecisionProps) {
  const t = useWords();
  return (
    <>
      <Failure title={t('second-review:notRead')} error={error} onClose={onClose} />
      <Button
        variant="primary"
        wide
        keys="Enter"
        why={why}
        showWhy
        busy={isBusy ? t('second-review:busy') : null}
        onPress={onPress}
      >
        {action === null
          ? t('second-review:goPlain')
          : t('second-review:go', { count, action: inSentence(t(`words:action.${action}`)) })}
      </Button>
    </>
  );
}
