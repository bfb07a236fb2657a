import { Link } from '@tanstack/react-router';
import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';
import type { Column } from '../list/column.js';
import { readDay } from '../list/day.js';
import { DayField } from '../list/DayField.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeNumberLink } from '../list/NoticeLink.js';
import { NoneHere } from '../list/EmptyList.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import { usePages } from '../list/use-pages.js';
import { LocatorText, ItemHead } from './InForce.js';
import type { Unsupported } from './types.js';
import { HiddenWhere, HiddenWhereTerm } from './HiddenWhere.js';

/** Restrictions in force without a legal basis; each has to be restored or given another basis. */
export function WithoutBasis() {
  const t = useWords();
  const [address, change] = useAddress();
  const at = readDay(address.at) ?? '';
  const list = usePages<Unsupported>('/v1/reports/unsupported-restrictions', {
    at: at === '' ? undefined : `${at}T23:59:59Z`,
  });
  const columns: Column<Unsupported>[] = [
    {
      head: t('records:restrictions.item'),
      width: 'minmax(12rem, 2fr)',
      cell: (row) => <LocatorText locator={row.locator} />,
    },
    { head: t('records:restrictions.where'), width: 'minmax(7rem, 1fr)', cell: (row) => <HiddenWhere {...row} /> },
    {
      head: t('records:restrictions.cause'),
      width: '7.5rem',
      cell: (row) => <Tag tone="caution">{formatValueName(t, 'records:cause', row.cause)}</Tag>,
    },
    {
      head: t('records:restrictions.unsupportedSince'),
      width: '8rem',
      cell: (row) => <Instant at={row.unsupportedSince} short />,
    },
    { head: t('records:notice'), width: '8rem', cell: (row) => <span className="identifier">{row.number}</span> },
  ];
  return (
    <RecordsList
      label={t('records:restrictions.withoutBasis')}
      list={list}
      columns={columns}
      keyOf={(row) => `${row.number}/${row.target}`}
      failed={t('records:restrictions.failed')}
      paneLabel={t('records:pane')}
      pane={(row) => <Detail row={row} />}
      filters={
        <div className="filters no-print">
          <DayField
            label={t('records:restrictions.asAt')}
            value={at}
            onChange={(day) => change({ at: day, open: '' })}
          />
          <span className="push muted number">
            {list.total === null ? '' : t('records:restrictions.unsupportedCount', { count: list.total })}
          </span>
        </div>
      }
      empty={
        <NoneHere text={t('records:restrictions.noneUnsupported')}>
          <Link className="button" to="/restrictions" search={{}}>
            {t('records:restrictions.inForce')}
          </Link>
        </NoneHere>
      }
    />
  );
}

function Detail({ row }: { row: Unsupported }) {
  const t = useWords();
  return (
    <>
      <ItemHead type={row.type} locator={row.locator} />
      <section>
        <div className="heading">{t('records:restrictions.why')}</div>
        <p>{row.why}</p>
        <dl className="key-values">
          <HiddenWhereTerm {...row} />
          <dt>{t('records:restrictions.inForceSince')}</dt>
          <dd>
            <Instant at={row.since} />
          </dd>
          <dt>{t('records:restrictions.unsupportedSince')}</dt>
          <dd>
            <Instant at={row.unsupportedSince} />
          </dd>
          <dt>{t('records:notice')}</dt>
          <dd>
            <NoticeNumberLink id={row.notice} number={row.number} />,{' '}
            {t('records:restrictions.target', { no: row.target })}
          </dd>
        </dl>
      </section>
      <section>
        <div className="heading">{t('queue:peek.next')}</div>
        <p className="medium">
          {row.heldByOthers ? t('records:restrictions.othersHold') : t('records:restrictions.restoreNext')}
        </p>
        <div className="acts">
          <Link className="button primary" to="/notices/$id/enforcement" params={{ id: row.notice }}>
            {t('records:restrictions.restore')}
          </Link>
        </div>
      </section>
    </>
  );
}
