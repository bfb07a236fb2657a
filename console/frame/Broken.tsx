import { Button } from '../parts/Button.js';
import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';

export function Broken({ error }: { error: Error }) {
  const t = useWords();
  return (
    <div className="pad">
      <div className="alert" role="alert">
        <div className="grow">
          <b>{t('frame:broken.title')}</b>
          <p className="muted">{t('frame:broken.body')}</p>
          <p className="monospace fine muted">{error.message}</p>
        </div>
        <Button size="small" onPress={() => window.location.reload()}>
          {t('frame:expired.reload')}
        </Button>
      </div>
    </div>
  );
}

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
