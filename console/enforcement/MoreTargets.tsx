import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from '../parts/Button.js';
import { formatNumber } from '../parts/format.js';
import { useWords } from '../words/use-words.js';

interface MoreTargetsProps {
  list: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'fetchNextPage'>;
  left: number;
}

export function MoreTargets({ list, left }: MoreTargetsProps) {
  const t = useWords();
  return list.hasNextPage ? (
    <p className="section-foot">
      <Button size="small" onPress={() => void list.fetchNextPage()}>
        {t('enforcement:more', { n: formatNumber(Math.min(100, left)) })}
      </Button>
    </p>
  ) : null;
}
