import { Link } from '@tanstack/react-router';
import { useMay } from '../http/may.js';
import { Empty } from '../parts/Loading.js';
import { useWords } from '../words/use-words.js';
import { EmptyPlace } from './EmptyPlace.js';
import { isNarrowed, type QueueSearch } from './search.js';

/**
 * Explains the empty queue and offers the act that starts work. `stage` is fixed by the screen, so it does not count as
 * a filter.
 */
export function EmptyQueue({ search, stage }: { search: QueueSearch; stage: string | undefined }) {
  const t = useWords();
  const may = useMay();
  const { stage: _stage, ...chosen } = search;
  if (isNarrowed(stage === undefined ? search : chosen)) {
    return (
      <Empty>
        <p>{t('queue:emptyFiltered')}</p>
        <Link className="button" to="." search={{}}>
          {t('queue:clear')}
        </Link>
      </Empty>
    );
  }
  if (stage === 'approval' || stage === 'enforcement') return <EmptyPlace stage={stage} />;
  return (
    <div className="start">
      <h2>{t('queue:start.title')}</h2>
      <p className="muted">{t('queue:start.body')}</p>
      <ol className="ways">
        <li>
          <div>
            <h3>{t('queue:start.drop')}</h3>
            <p className="muted">{t('queue:start.dropBody')}</p>
          </div>
          <div>
            {may('notice.create') || may('targets.add') ? (
              <Link className="button primary" to="/intake">
                {t('queue:start.dropGo')}
              </Link>
            ) : (
              <p className="muted">{t('queue:start.calm')}</p>
            )}
          </div>
        </li>
        <li>
          <div>
            <h3>{t('queue:start.send')}</h3>
            <p className="muted">{t('queue:start.sendBody')}</p>
          </div>
          <div>
            <pre tabIndex={0} role="region" aria-label={t('queue:start.send')}>
              {CURL}
            </pre>
          </div>
        </li>
      </ol>
    </div>
  );
}

const CURL = `curl "$DESK_URL/v1/notices" \\
  -H "Authorization: Bearer $DESK_KEY" \\
  -H "Idempotency-Key: first-1" -H "Content-Type: application/json" \\
  -d '{"kind":"blocking_order","jurisdiction":"IN","authority":"in-meity",
       "subject":"First test","targets":[{"type":"account","locator":"@example_1"}]}'`;
