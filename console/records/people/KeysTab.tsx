import { Link } from '@tanstack/react-router';
import { formatInstant } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { nowMs } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { Column } from '../list/column.js';
import { CopyButton } from '../list/CopyButton.js';
import { FilterField } from '../list/FilterField.js';
import { includesText } from '../list/includes-text.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import { useAllPages } from '../list/use-all-pages.js';
import { GoneChip } from './GoneChip.js';
import { keyStateAt } from './key-state.js';
import { KeyEnd, KeyState, RevokeKey } from './PersonKeys.js';
import { speaksForText } from './speaks-for.js';
import type { Key } from './types.js';

/** All keys; expired and revoked ones only on request. */
export function KeysTab() {
  const t = useWords();
  const [{ q = '', gone = '' }, change] = useAddress();
  const list = useAllPages<Key>('/v1/keys');
  const shown = list.rows.filter(
    (key) => (gone === 'true' || keyStateAt(key, nowMs()) === 'live') && includesText(key, q),
  );
  return (
    <RecordsList
      label={t('records:people.keys')}
      list={list}
      shown={shown}
      columns={buildColumns(t)}
      keyOf={({ id }) => id}
      failed={t('records:people.keysFailed')}
      paneLabel={t('records:pane')}
      pane={(row) => <KeyDetail of={row} />}
      filters={
        <div className="filters no-print" role="search">
          <FilterField
            value={q}
            label={t('records:people.filterKeys')}
            placeholder={t('queue:filter')}
            onChange={(text) => change({ q: text, open: '' })}
          />
          <GoneChip
            gone={gone}
            label={t('records:people.endedToo')}
            onChange={(next) => change({ gone: next, open: '' })}
          />
        </div>
      }
      empty={
        <div className="none stack">
          <p>{t('records:people.noKeysAtAll')}</p>
          <Link className="button" to="/people" search={{}}>
            {t('records:people.people')}
          </Link>
        </div>
      }
    />
  );
}

function buildColumns(t: Words): Column<Key>[] {
  return [
    { head: t('records:name'), width: 'minmax(10rem, 1fr)', cell: ({ name }) => <b dir="auto">{name}</b> },
    {
      head: t('records:people.person'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ personName }) => <span dir="auto">{personName}</span>,
    },
    {
      head: t('records:people.roles'),
      width: 'minmax(7rem, 1fr)',
      cell: ({ roles }) => roles.map((role) => t(`frame:role.${role}`)).join(', '),
    },
    {
      head: t('records:people.keyExpires'),
      width: '6.5rem',
      cell: (key) => <KeyEnd of={key} />,
    },
    {
      head: t('records:people.lastUsed'),
      width: '7rem',
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? t('records:people.neverUsed') : <Instant at={lastUsedAt} short />,
    },
    { head: t('records:people.state'), width: '5.5rem', cell: (key) => <KeyState of={key} /> },
  ];
}

function KeyDetail({ of }: { of: Key }) {
  const t = useWords();
  return (
    <>
      <section>
        <h2 className="title" dir="auto">
          {of.name}
        </h2>
        <p className="flow">
          <span className="monospace">{of.id}</span> <CopyButton text={of.id} what={t('records:id')} />{' '}
          <KeyState of={of} />
        </p>
      </section>
      <section>
        <dl className="key-values">
          <dt>{t('records:people.person')}</dt>
          <dd>
            <Link to="/people" search={{ open: of.person }}>
              {of.personName}
            </Link>
          </dd>
          <dt>{t('records:people.roles')}</dt>
          <dd>{of.roles.map((role) => t(`frame:role.${role}`)).join(', ')}</dd>
          {of.roles.includes('intake') ? (
            <>
              <dt>{t('records:people.speaksFor')}</dt>
              <dd>{speaksForText(of.speaksFor, t)}</dd>
            </>
          ) : null}
          <dt>{t('records:people.made')}</dt>
          <dd>{formatInstant(of.createdAt)}</dd>
          <dt>{t('records:people.keyExpires')}</dt>
          <dd>{of.expiresAt === null ? t('records:people.never') : formatInstant(of.expiresAt)}</dd>
          <dt>{t('records:people.lastUsed')}</dt>
          <dd>{of.lastUsedAt === null ? t('records:people.neverUsed') : formatInstant(of.lastUsedAt)}</dd>
          {of.revokedAt === null ? null : (
            <>
              <dt>{t('records:keyState.revoked')}</dt>
              <dd>{formatInstant(of.revokedAt)}</dd>
            </>
          )}
        </dl>
        {keyStateAt(of, nowMs()) === 'live' ? (
          <div className="acts">
            <RevokeKey keyId={of.id} name={of.name} />
          </div>
        ) : null}
      </section>
    </>
  );
}
