import type { CorrespondencePage } from '../http/types.js';
import { formatInstant } from '../parts/format.js';
import { useWords } from '../words/use-words.js';

/** When the next status update is due and who requires it, or why none is. */
export function NextStatusUpdate({ update }: { update: CorrespondencePage['statusUpdate'] }) {
  const t = useWords();
  if (update === null) return null;
  const { dueAt, every, asks, source, stop } = update;
  const amount = t(`records:unit.${every.unit}`, { count: every.amount });
  return (
    <p className="pad muted">
      {stop === null ? t('updates:next', { at: formatInstant(dueAt) }) : t(`updates:stop.${stop}`)}{' '}
      {t(`updates:asks.${asks}`, { amount, source })}
    </p>
  );
}
