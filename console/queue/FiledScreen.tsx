import { Link } from '@tanstack/react-router';
import { Bar } from '../frame/Bar.js';
import type { NoticeReceipt } from '../http/types.js';
import { formatInstant, formatNumber } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import type { Column } from '../records/list/column.js';
import { NoneHere } from '../records/list/EmptyList.js';
import { RecordsList } from '../records/list/RecordsList.js';
import { usePages } from '../records/list/use-pages.js';
import { useScreenTitle } from '../state/title.js';
import { useWords } from '../words/use-words.js';

/** Receipts for people who submit notices but cannot read them, each with its stage. */
export function FiledScreen() {
  const t = useWords();
  const title = t('queue:filed.title');
  useScreenTitle(title);
  const list = usePages<NoticeReceipt>('/v1/notices', { sort: 'received' });
  const columns: Column<NoticeReceipt>[] = [
    { head: t('records:notice'), width: '8rem', cell: ({ number }) => <span className="identifier">{number}</span> },
    {
      head: t('queue:filed.reference'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ reference }) => (
        <span dir="auto" title={reference}>
          {reference}
        </span>
      ),
    },
    { head: t('queue:f.kind'), width: 'minmax(8rem, 1fr)', cell: ({ kind }) => t(`words:kind.${kind}`) },
    { head: t('queue:filed.received'), width: '8rem', cell: ({ receivedAt }) => <Instant at={receivedAt} short /> },
    {
      head: t('queue:col.targets'),
      width: '5rem',
      end: true,
      cell: ({ counts }) => <span className="number">{formatNumber(counts.targets)}</span>,
    },
    { head: t('queue:f.stage'), width: '8rem', cell: ({ stage }) => t(`words:stage.${stage}`) },
  ];
  return (
    <>
      <Bar>
        <h1 className="where">{title}</h1>
        <span className="muted long cut">
          {list.total === null ? '' : t('queue:filed.summary', { count: list.total })}
        </span>
      </Bar>
      <RecordsList
        label={title}
        list={list}
        columns={columns}
        keyOf={({ id }) => id}
        failed={t('queue:failed.list')}
        paneLabel={t('queue:peek.label')}
        pane={(receipt) => <Receipt receipt={receipt} />}
        empty={
          <NoneHere text={t('queue:filed.none')}>
            <Link className="button primary" to="/intake">
              {t('queue:start.dropGo')}
            </Link>
          </NoneHere>
        }
      />
    </>
  );
}

function Receipt({ receipt }: { receipt: NoticeReceipt }) {
  const t = useWords();
  const { number, reference, kind, stage, outcome, regime, receivedAt, nextDue, counts } = receipt;
  return (
    <section>
      <div className="heading number">{number}</div>
      <h2 className="title">{t(`words:kind.${kind}`)}</h2>
      <dl className="key-values">
        <dt>{t('queue:filed.reference')}</dt>
        <dd dir="auto">{reference === '' ? t('queue:filed.noReference') : reference}</dd>
        <dt>{t('queue:filed.received')}</dt>
        <dd>{formatInstant(receivedAt)}</dd>
        <dt>{t('queue:filed.law')}</dt>
        <dd>{regime.id}</dd>
        <dt>{t('queue:f.stage')}</dt>
        <dd>{t(`words:stage.${stage}`)}</dd>
        {outcome === null ? null : (
          <>
            <dt>{t('queue:filed.outcome')}</dt>
            <dd>{t(`words:outcome.${outcome}`)}</dd>
          </>
        )}
        <dt>{t('queue:col.targets')}</dt>
        <dd className="number">{formatNumber(counts.targets)}</dd>
        {nextDue === null ? null : (
          <>
            <dt>{nextDue.kind === null ? '' : t(`words:clock.${nextDue.kind}`)}</dt>
            <dd>{formatInstant(nextDue.dueAt)}</dd>
          </>
        )}
      </dl>
      <p className="muted">{t('queue:filed.body')}</p>
    </section>
  );
}
