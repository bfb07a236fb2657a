import type { SenderDoubt } from '../../../domain/notices/sender-doubt.js';
import { Icon } from '../../parts/Icon.js';
import { useWords } from '../../words/use-words.js';

export function SenderDoubts({ doubts }: { doubts: readonly SenderDoubt[] }) {
  const t = useWords();
  if (doubts.length === 0) return null;
  return (
    <section>
      <div className="heading">{t('authenticity:doubts')}</div>
      <ul className="check">
        {doubts.map((doubt) => (
          <li key={doubt}>
            <Icon name="m-warn" className="caution-ink" />
            <span>{t(`authenticity:doubt.${doubt}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
