import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';

export function NotThere() {
  const t = useWords();
  return (
    <div className="start">
      <h1 className="title">{t('frame:notFound.title')}</h1>
      <p className="acts">
        <Link className="button" to="/">
          {t('frame:notFound.back')}
        </Link>
      </p>
    </div>
  );
}
