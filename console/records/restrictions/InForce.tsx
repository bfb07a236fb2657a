import { Term } from '../../help/Term.js';
import { Link } from '@tanstack/react-router';
import { TARGET_TYPES } from '../../../domain/targets/target.js';
import { Fact } from '../../parts/Fact.js';
import { formatNumber } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { useWords, type Words } from '../../words/use-words.js';
import { CopyButton } from '../list/CopyButton.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeById } from '../list/NoticeLink.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import { usePages } from '../list/use-pages.js';
import type { Restriction } from '../../http/types.js';
import { HiddenWhere, HiddenWhereFact } from './HiddenWhere.js';

export function RestrictionsInForce() {
  const t = useWords();
  const [{ type, q }] = useAddress();
  return (
    <RecordsList
      label={t('records:restrictions.inForce')}
      list={usePages<Restriction>('/v1/restrictions', { type, q })}
      columns={buildColumns(t)}
      keyOf={buildKey}
      failed={t('records:restrictions.failed')}
      empty={t('records:restrictions.none')}
      way={
        <Link className="button" to="/enforcement">
          {t('records:restrictions.seeEnforcement')}
        </Link>
      }
      filters={[
        {
          kind: 'text',
          at: 'q',
          label: t('records:restrictions.searchLabel'),
          hint: t('records:restrictions.search'),
        },
        {
          kind: 'menu',
          at: 'type',
          label: t('records:type'),
          options: TARGET_TYPES.map((value) => ({ value, label: t(`words:type.${value}`) })),
        },
      ]}
      count={(count) => t('records:restrictions.count', { count })}
      pane={(row) => <Detail row={row} />}
    />
  );
}

const buildKey = ({ type, locator }: Restriction) => `${type} ${locator}`;

function buildColumns(t: Words): RecordColumn<Restriction>[] {
  return [
    { head: t('records:type'), width: '7rem', cell: (row) => formatValueName(t, 'words:type', row.type) },
    {
      head: t('records:restrictions.item'),
      width: 'minmax(12rem, 2fr)',
      cell: (row) => <LocatorText locator={row.locator} />,
    },
    { head: t('records:restrictions.where'), width: 'minmax(8rem, 1fr)', cell: (row) => <HiddenWhere {...row} /> },
    { head: t('records:since'), width: '8rem', cell: (row) => <Instant at={row.since} short /> },
    {
      head: t('records:restrictions.heldBy'),
      width: '5rem',
      end: true,
      cell: (row) => formatNumber(row.supportedBy.length),
    },
  ];
}

/** A locator is untrusted text: displayed, never linked. */
export function LocatorText({ locator }: { locator: string }) {
  return (
    <span className="locator cut" dir="ltr" title={locator}>
      {locator}
    </span>
  );
}

export function ItemHead({ type, locator }: { type: string; locator: string }) {
  const t = useWords();
  return (
    <section>
      <div className="heading">{formatValueName(t, 'words:type', type)}</div>
      <h2 className="title locator plain">{locator}</h2>
      <CopyButton text={locator} what={t('records:restrictions.item')} />
    </section>
  );
}

function Detail({ row }: { row: Restriction }) {
  const t = useWords();
  return (
    <>
      <ItemHead type={row.type} locator={row.locator} />
      <section>
        <dl className="key-values">
          <HiddenWhereFact {...row} />
          <Fact name={t('records:since')}>
            <Instant at={row.since} />
          </Fact>
        </dl>
      </section>
      <section>
        <div className="heading">
          <Term name="restriction">{t('records:restrictions.supports', { count: row.supportedBy.length })}</Term>
        </div>
        <ul className="stack">
          {row.supportedBy.slice(0, MAX_NOTICES).map((id) => (
            <li key={id}>
              <NoticeById id={id} />
            </li>
          ))}
        </ul>
        {row.supportedBy.length > MAX_NOTICES ? (
          <p className="muted">
            {t('records:restrictions.moreNotices', { count: row.supportedBy.length - MAX_NOTICES })}
          </p>
        ) : null}
        <p className="muted">{t('records:restrictions.unionHelp')}</p>
      </section>
    </>
  );
}

const MAX_NOTICES = 20;
