import { useWords } from '../words/use-words.js';
import { Button } from '../parts/Button.js';

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
