import type { LumenState } from './types.js';
import { useWords } from '../../../console/words/use-words.js';

export function Redactions(props: { title: string; redactions: LumenState['versions'][number]['remaining'] }) {
  const { title, redactions } = props;
  const t = useWords();
  if (redactions.length === 0) return null;
  return (
    <section>
      <p className="medium">{title}</p>
      <ul>
        {redactions.map(({ kind, text }, place) => (
          <li key={`${place} ${text}`} dir="auto">
            {t(`publishing:publications.kind.${kind}`)}: {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
