import type { LumenState } from '../http/types.js';
import { useWords } from '../words/use-words.js';
import { Redactions } from './Redactions.js';

type Version = LumenState['versions'][number];

/** A Lumen notice to review: its texts as rendered, and the full body that is sent. */
export function LumenBody({ body, remaining }: Pick<Version, 'body' | 'remaining'>) {
  const t = useWords();
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  return (
    <>
      <h3 dir="auto">{text('title')}</h3>
      <p className="medium" dir="auto">
        {text('subject')}
      </p>
      <p className="plain" dir="auto">
        {text('body')}
      </p>
      <Redactions title={t('publishing:publications.lumen.remaining')} redactions={remaining} />
      <details>
        <summary>{t('publishing:publications.lumen.asSent')}</summary>
        <div className="scrolls-x" tabIndex={0} role="region" aria-label={t('publishing:publications.lumen.asSent')}>
          <pre>{JSON.stringify(body, null, 2)}</pre>
        </div>
      </details>
    </>
  );
}
