import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';

export function AsOf({ at }: { at: string }) {
  const t = useWords();
  return <span className="muted fine">{t('records:forecast.asOf', { at: formatInstant(at) })}</span>;
}
