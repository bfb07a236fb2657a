import { Link } from '@tanstack/react-router';
import { Fact } from '../../parts/Fact.js';
import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import { readDay } from '../list/day.js';
import { DayField } from '../list/DayField.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeNumberLink } from '../list/NoticeLink.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import { usePages } from '../list/use-pages.js';
import { LocatorText, ItemHead } from './InForce.js';
import type { Unsupported } from '../../http/types.js';
import { HiddenWhere, HiddenWhereFact } from './HiddenWhere.js';

/** Restrictions in force without a legal basis; each has to be restored or given another basis. */
export function WithoutBasis() {
  const t = useWords();
  const [address] = useAddress();
  const day = readDay(address.at);
  const at = day === undefined ? undefined : `${day}T23:59:59Z`;
  return (
    <RecordsList
      label={t('records:restrictions.withoutBasis')}
      list={usePages<Unsupported>('/v1/reports/unsupported-restrictions', { at })}
      columns={buildColumns(t)}
      keyOf={(row) => `${row.number}/${row.target}`}
      failed={t('records:restrictions.failed')}
      empty={t('records:restrictions.noneUnsupported')}
      way={
        <Link className="button" to="/restrictions" search={{}}>
          {t('records:restrictions.inForce')}
        </Link>
      }
      filters={[{ kind: 'day', field: DayField, at: 'at', label: t('records:restrictions.asAt'), value: day ?? '' }]}
      count={(count) => t('records:restrictions.unsupportedCount', { count })}
      pane={(row) => <Detail row={row} />}
    />
  );
}

function buildColumns(t: Words): RecordColumn<Unsupported>[] {
  return [
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
    { head: t('records:notice'), width: '8rem', className: 'identifier', cell: (row) => row.number },
  ];
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
          <HiddenWhereFact {...row} />
          <Fact name={t('records:restrictions.inForceSince')}>
            <Instant at={row.since} />
          </Fact>
          <Fact name={t('records:restrictions.unsupportedSince')}>
            <Instant at={row.unsupportedSince} />
          </Fact>
          <Fact name={t('records:notice')}>
            <NoticeNumberLink id={row.notice} number={row.number} />,{' '}
            {t('records:restrictions.target', { no: row.target })}
          </Fact>
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
