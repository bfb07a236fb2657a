import { Link } from '@tanstack/react-router';
import { Fact } from '../../parts/Fact.js';
import { formatInstant } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { nowMs } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';
import { CopyButton } from '../list/CopyButton.js';
import { includesText } from '../list/filter.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAllPages } from '../list/use-pages.js';
import { keyStateAt } from './key-state.js';
import { KeyEnd, KeyState, RevokeKey } from './PersonKeys.js';
import { speaksForText } from './speaks-for.js';
import type { Key } from '../../http/types.js';

/** All keys; expired and revoked ones only on request. */
export function KeysTab() {
  const t = useWords();
  const list = useAllPages<Key>('/v1/keys');
  return (
    <RecordsList
      label={t('records:people.keys')}
      list={list}
      columns={buildColumns(t)}
      keyOf={({ id }) => id}
      failed={t('records:people.keysFailed')}
      empty={t('records:people.noKeysAtAll')}
      way={
        <Link className="button" to="/people" search={{}}>
          {t('records:people.people')}
        </Link>
      }
      filters={[
        { kind: 'text', at: 'q', label: t('records:people.filterKeys'), keeps: includesText },
        {
          kind: 'switch',
          at: 'gone',
          label: t('records:people.endedToo'),
          widens: true,
          keeps: (key, gone) => gone === 'true' || keyStateAt(key, nowMs()) === 'live',
        },
      ]}
      pane={(row) => <KeyDetail of={row} />}
    />
  );
}

function buildColumns(t: Words): RecordColumn<Key>[] {
  return [
    { head: t('records:name'), width: 'minmax(10rem, 1fr)', cell: ({ name }) => <b dir="auto">{name}</b> },
    { head: t('records:people.person'), width: 'minmax(8rem, 1fr)', cell: ({ personName }) => personName },
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
  const at = (time: string | null) => (time === null ? null : formatInstant(time));
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
          <Fact name={t('records:people.person')}>
            <Link to="/people" search={{ open: of.person }}>
              {of.personName}
            </Link>
          </Fact>
          <Fact name={t('records:people.roles')}>{of.roles.map((role) => t(`frame:role.${role}`)).join(', ')}</Fact>
          <Fact name={t('records:people.speaksFor')}>
            {of.roles.includes('intake') ? speaksForText(of.speaksFor, t) : null}
          </Fact>
          <Fact name={t('records:people.made')}>{formatInstant(of.createdAt)}</Fact>
          <Fact name={t('records:people.keyExpires')}>{at(of.expiresAt) ?? t('records:people.never')}</Fact>
          <Fact name={t('records:people.lastUsed')}>{at(of.lastUsedAt) ?? t('records:people.neverUsed')}</Fact>
          <Fact name={t('records:keyState.revoked')}>{at(of.revokedAt)}</Fact>
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
