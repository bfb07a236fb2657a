import { Link } from '@tanstack/react-router';
import { TARGET_TYPES } from '../../../domain/targets/target.js';
import { formatNumber } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { Menu } from '../../parts/Menu.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { Column } from '../list/column.js';
import { CopyButton } from '../list/CopyButton.js';
import { FilterField } from '../list/FilterField.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeById } from '../list/NoticeLink.js';
import { NoneHere } from '../list/EmptyList.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import type { Restriction } from './types.js';
import { useRestrictions } from './use-restrictions.js';
import { HiddenWhere, HiddenWhereTerm } from './HiddenWhere.js';

export function RestrictionsInForce() {
  const t = useWords();
  const [{ type = '', locator = '' }, change] = useAddress();
  const list = useRestrictions({ type, locator });
  return (
    <RecordsList
      label={t('records:restrictions.inForce')}
      list={list}
      columns={buildColumns(t)}
      keyOf={buildKey}
      failed={t('records:restrictions.failed')}
      paneLabel={t('records:pane')}
      pane={(row) => <Detail row={row} />}
      filters={<Filters total={list.total} />}
      empty={
        <NoneHere
          text={t('records:restrictions.none')}
          isNarrowed={type !== '' || locator !== ''}
          onClear={() => change({ type: '', locator: '' })}
        >
          <Link className="button" to="/enforcement">
            {t('records:restrictions.seeEnforcement')}
          </Link>
        </NoneHere>
      }
    />
  );
}

const buildKey = ({ type, locator }: Restriction) => `${type} ${locator}`;

function buildColumns(t: Words): Column<Restriction>[] {
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

function Filters({ total }: { total: number | null }) {
  const t = useWords();
  const [{ type = '', locator = '' }, change] = useAddress();
  return (
    <div className="filters no-print" role="search">
      <FilterField
        value={locator}
        label={t('records:restrictions.searchLabel')}
        placeholder={t('records:restrictions.search')}
        onChange={(text) => change({ locator: text, open: '' })}
      />
      <Menu
        label={t('records:type')}
        value={type}
        options={[
          { value: '', label: t('queue:any') },
          ...TARGET_TYPES.map((value) => ({ value, label: t(`words:type.${value}`) })),
        ]}
        onChange={(value) => change({ type: value, open: '' })}
      />
      <span className="push muted number">
        {total === null ? '' : t('records:restrictions.count', { count: total })}
      </span>
    </div>
  );
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
          <HiddenWhereTerm {...row} />
          <dt>{t('records:since')}</dt>
          <dd>
            <Instant at={row.since} />
          </dd>
        </dl>
      </section>
      <section>
        <div className="heading">{t('records:restrictions.supports', { count: row.supportedBy.length })}</div>
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
