import type { NoticeSummary } from '../http/types.js';
import { useWords } from '../words/use-words.js';
import { Tag } from '../parts/Tag.js';

export function OrderTag({ notice: { orderStatus, order } }: { notice: Pick<NoticeSummary, 'orderStatus' | 'order'> }) {
  const t = useWords();
  if (orderStatus === 'in_effect') return null;
  return (
    <Tag tone="danger" icon="m-warn" title={order?.reason}>
      {t('notice:order.tag', { status: t(`words:orderStatus.${orderStatus}`) })}
    </Tag>
  );
}
