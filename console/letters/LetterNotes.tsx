import type { LetterNote } from '../../domain/letters/letter.js';
import { useWords } from '../words/use-words.js';

export function LetterNotes({ notes }: { notes: readonly LetterNote[] }) {
  const t = useWords();
  return notes.map((note) => (
    <p className="unsure" key={note}>
      {t(`approval:letters.note.${note}`)}
    </p>
  ));
}
