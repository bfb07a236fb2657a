import { useQuery } from '@tanstack/react-query';
import { useMay } from '../http/may.js';
import { Instant } from '../parts/Instant.js';
import { useWords } from '../words/use-words.js';
import { shiftNotesQuery } from './queries.js';

export function ShiftNotes() {
  const t = useWords();
  const { data } = useQuery({ ...shiftNotesQuery, enabled: useMay()('notice.read_facts') });
  if (data === undefined || data.length === 0) return null;
  return (
    <section className="pad" aria-label={t('roster:note.title')}>
      <h2 className="heading">{t('roster:note.title')}</h2>
      <ul className="stack">
        {data.map(({ person, name, text, at }) => (
          <li key={person}>
            <b dir="auto">{name}</b> <Instant className="fine faint number" at={at} short />
            <span className="block plain" dir="auto">
              {text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
