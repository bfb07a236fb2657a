import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Bar } from '../frame/Bar.js';
import { Loading, Empty } from '../parts/Loading.js';
import { useScreenTitle } from '../state/title.js';
import { Causes } from './Causes.js';
import { groupCauses } from './group-causes.js';
import { Figures } from './Figures.js';
import { Health } from './Health.js';
import { alertsQuery, overviewQuery } from './queries.js';
import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';
import { formatInstant, formatSpan } from '../parts/format.js';
import { useNow } from '../state/now.js';
import { dueMarks } from './compute-figures.js';
import { useRepairText } from './repair-text.js';
import type { Overview } from './types.js';

export function OpsScreen() {
  const t = useWords();
  useScreenTitle(t('ops:title'));
  const alert = useQuery(alertsQuery);
  const overview = useQuery(overviewQuery);
  const items = alert.data?.items;
  const causes = useMemo(() => groupCauses(items ?? []), [items]);
  return (
    <>
      <Bar>
        <h1 className="where">{t('ops:title')}</h1>
        <span className="muted long cut">
          {alert.data === undefined ? null : (
            <span className="number">{formatSummary(t, alert.data.total, causes.length)}</span>
          )}
        </span>
      </Bar>
      <Figures overview={overview.data} />
      <div className="split ops">
        <section className="scrolls print-whole" aria-label={t('ops:causes')}>
          {items === undefined ? (
            <Loading query={alert} failed={t('ops:failed')} rows={8} />
          ) : causes.length === 0 ? (
            <NothingWaits overview={overview.data} />
          ) : (
            <Causes causes={causes} />
          )}
        </section>
        <Health query={overview} />
      </div>
    </>
  );
}

function formatSummary(t: ReturnType<typeof useWords>, items: number, causes: number): string {
  if (items === 0) return t('ops:calm');
  return t('ops:summary', { count: items, causes: t('ops:causeCount', { count: causes }) });
}

function NothingWaits({ overview }: { overview: Overview | undefined }) {
  const t = useWords();
  const now = useNow();
  const textOf = useRepairText();
  const last = overview?.repairedToday[0];
  const next = overview === undefined ? undefined : dueMarks(overview.dueSoon, now)[0];
  return (
    <Empty>
      <h2>{t('ops:empty.title')}</h2>
      {last === undefined ? null : (
        <p className="muted">{t('ops:empty.repaired', { at: formatInstant(last.at), what: textOf(last) })}</p>
      )}
      {overview === undefined ? null : (
        <p className="muted">
          {next === undefined
            ? t('ops:empty.none')
            : t('ops:empty.next', {
                at: formatInstant(next.dueAt),
                span: formatSpan(Date.parse(next.dueAt) - now),
                number: next.number,
                kind: t(`words:clock.${next.kind}`),
              })}
        </p>
      )}
      <p>
        <Link className="button" to="/">
          {t('ops:empty.go')}
        </Link>
      </p>
    </Empty>
  );
}
