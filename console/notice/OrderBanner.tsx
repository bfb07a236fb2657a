import type { Notice } from '../http/types.js';
import { formatInstant } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useWords } from '../words/use-words.js';

export function OrderBanner({ notice: { orderStatus, order, counts } }: { notice: Notice }) {
  const t = useWords();
  if (orderStatus === 'in_effect' || order === null) return null;
  const status = t(`words:orderStatus.${orderStatus}`);
  const since = order.since === null ? status : t('notice:order.since', { status, at: formatInstant(order.since) });
  const by = order.number === null ? '' : ` ${t('notice:order.by', { number: order.number })}`;
  const { upheld } = order;
  const beforeEffect = orderStatus === 'stayed' ? 'waits' : 'stops';
  const consequence = counts.applied > 0 ? 'restores' : beforeEffect;
  return (
    <div className="order-banner line" role="status" title={order.reason}>
      <Icon name="m-warn" className="danger-ink" />
      <b className="medium">{`${t('notice:order.tag', { status: since })}${by}.`}</b>
      <span>
        {upheld === null
          ? t(`notice:order.${consequence}`)
          : t('notice:order.upheld', {
              name: upheld.byName,
              at: formatInstant(upheld.at),
              reason: upheld.reason,
            })}
      </span>
    </div>
  );
}
