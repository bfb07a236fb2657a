import { isNarrowed, type QueueSearch } from './search.js';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isOpenTo } from '../frame/places.js';
import { read } from '../http/call.js';
import { useMay } from '../http/may.js';
import { statsQuery } from '../http/queries.js';
import type { NoticeSummary, Page } from '../http/types.js';
import { formatNumber, formatRecent, formatSpan, inSentence } from '../parts/format.js';
import { nowMs, useNow } from '../state/now.js';
import { Empty } from '../parts/Loading.js';
import { useWords } from '../words/use-words.js';
import { findOwnDue } from './due.js';

/**
 * Explains the empty queue and offers the act that starts work. `stage` is fixed by the screen, so it does not count as
 * a filter.
 */
export function EmptyQueue({ search, stage }: { search: QueueSearch; stage: string | undefined }) {
  const t = useWords();
  const may = useMay();
  const mayFile = isOpenTo('/intake', may);
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
      <h2>{t(mayFile ? 'queue:start.title' : 'queue:start.none')}</h2>
      <p className="muted">{t('queue:start.body')}</p>
      <ol className="ways">
        <li>
          <div>
            <h3>{t('queue:start.drop')}</h3>
            <p className="muted">{t('queue:start.dropBody')}</p>
          </div>
          <div>
            {mayFile ? (
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

function EmptyPlace({ stage }: { stage: 'approval' | 'enforcement' }) {
  const t = useWords();
  const may = useMay();
  return (
    <Empty>
      <h2>{t(`queue:calm.${stage}`)}</h2>
      {stage === 'enforcement' ? <LastEnforced /> : null}
      <NextDue />
      <div className="acts">
        <Link className="button" to="/">
          {t('queue:calm.toQueue')}
        </Link>
        {stage === 'enforcement' ? (
          <Link className="button" to="/approvals">
            {t('queue:calm.toApprovals')}
          </Link>
        ) : null}
        {stage === 'enforcement' && may('alert.read') ? (
          <Link className="button" to="/ops">
            {t('queue:calm.toOps')}
          </Link>
        ) : null}
      </div>
    </Empty>
  );
}

function LastEnforced() {
  const t = useWords();
  const last = useQuery(statsQuery).data?.lastEnforced;
  if (last === undefined) return null;
  if (last === null) return <p className="muted">{t('queue:calm.never')}</p>;
  const { notice, number, purpose, done, at } = last;
  const said = { n: formatNumber(done), at: formatRecent(at, nowMs()) };
  return (
    <p>
      {t('queue:calm.last')}{' '}
      <Link className="number" to="/notices/$id/enforcement" params={{ id: notice }}>
        {number}
      </Link>
      , {t(purpose === 'restoration' ? 'queue:calm.restored' : 'queue:calm.applied', said)}
    </p>
  );
}

function NextDue() {
  const t = useWords();
  const now = useNow();
  const next = useQuery({
    queryKey: ['live', 'next-due'],
    queryFn: ({ signal }) => read<Page<NoticeSummary>>('/v1/notices?open=true&limit=1', { signal, background: true }),
  }).data?.items[0];
  const due = next === undefined ? null : findOwnDue(next);
  if (next === undefined || next.due === null || due === null) return null;
  const span = formatSpan(due - now);
  return (
    <p>
      {t(due > now ? 'queue:calm.next' : 'queue:calm.late')}{' '}
      <Link className="number" to="/notices/$id" params={{ id: next.id }}>
        {next.number}
      </Link>
      , {inSentence(t(`words:clock.${next.due.kind}`))}, {t(due > now ? 'queue:calm.in' : 'queue:calm.since', { span })}
    </p>
  );
}
