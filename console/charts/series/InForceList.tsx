import { useState } from 'react';
import type { HeldTarget, Notice } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant, formatNumber } from '../../parts/format.js';
import { reachText } from '../../parts/reach.js';
import { Skeleton } from '../../parts/Skeleton.js';
import { Table } from '../../parts/Table.js';
import { DayField } from '../../records/list/DayField.js';
import { NoticeNumberLink } from '../../records/list/NoticeLink.js';
import { usePages } from '../../records/list/use-pages.js';
import { useWords } from '../../words/use-words.js';

/** What was in force on a day, or ever, and under which order. */
export function InForceList({ notice }: { notice: Notice }) {
  const t = useWords();
  const [day, setDay] = useState('');
  // At the end of the day in the reader's zone.
  const at = day === '' ? undefined : new Date(`${day}T23:59:59`).toISOString();
  const list = usePages<HeldTarget>(`/v1/notices/${notice.id}/series/in-force`, { at });
  return (
    <section>
      <div className="section-head">
        <h3>{t(day === '' ? 'charts:series.listEver' : 'charts:series.listOn')}</h3>
        <span className="muted fine">
          {list.total === null
            ? ''
            : t('charts:series.listCount', { count: list.total, number: formatNumber(list.total) })}
        </span>
        <span className="push no-print" />
        <DayField label={t('charts:series.on')} value={day} onChange={setDay} />
      </div>
      <Failure title={t('charts:failed')} error={list.error} onRetry={list.again} />
      {list.isLoading ? <Skeleton rows={4} /> : <HeldTable rows={list.rows} />}
      {list.more === null ? null : <Button onPress={list.more}>{t('frame:more')}</Button>}
    </section>
  );
}

function HeldTable({ rows }: { rows: readonly HeldTarget[] }) {
  const t = useWords();
  if (rows.length === 0) return <p className="muted">{t('charts:series.nothing')}</p>;
  return (
    <Table
      wide
      label={t('charts:series.listEver')}
      rows={rows}
      keyOf={({ notice, no, since }) => `${notice} ${no} ${since}`}
      columns={[
        { head: t('charts:series.target'), cell: ({ locator }) => locator },
        {
          head: t('charts:series.under'),
          cell: ({ notice, number }) => <NoticeNumberLink id={notice} number={number} />,
        },
        {
          head: t('charts:series.where'),
          cell: ({ everywhere, countries }) => (everywhere ? t('charts:series.everywhere') : reachText(countries, t)),
        },
        { head: t('charts:series.since'), cell: ({ since }) => formatInstant(since) },
        {
          head: t('charts:series.until'),
          cell: ({ until }) => (until === null ? t('charts:series.still') : formatInstant(until)),
        },
      ]}
    />
  );
}
