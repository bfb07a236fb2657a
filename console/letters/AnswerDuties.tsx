import type { Notice } from '../http/types.js';
import { useWords } from '../words/use-words.js';

export function AnswerDuties({ answer }: Pick<Notice, 'answer'>) {
  const t = useWords();
  if (answer.duties.length === 0) return null;
  return (
    <div>
      <b>{t('letters:duties.title')}</b>
      <ul className="lines">
        {answer.duties.map(({ name, text, place }) => (
          <li key={name}>
            {t(`letters:duties.${name}`)}: <span lang="en">{text}</span>
            {place === null ? '' : ` (${place})`}
          </li>
        ))}
      </ul>
    </div>
  );
}
