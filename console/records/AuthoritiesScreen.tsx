import { useState } from 'react';
import { Bar } from '../frame/Bar.js';
import { useMay } from '../http/may.js';
import { Button } from '../parts/Button.js';
import { formatCountry, formatNumber } from '../parts/format.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useScreenTitle } from '../state/title.js';
import { useWords } from '../words/use-words.js';
import { AuthorityDetail } from './authorities/AuthorityDetail.js';
import { AuthorityDialog } from './authorities/AuthorityDialog.js';
import { VerificationTag } from './authorities/VerificationTag.js';
import type { Authority } from './authorities/types.js';
import type { Column } from './list/column.js';
import { CountryMenu } from './list/CountryMenu.js';
import { FilterField } from './list/FilterField.js';
import { includesText } from './list/includes-text.js';
import { formatValueName } from './list/find-name.js';
import { NoneHere } from './list/EmptyList.js';
import { NotAllowed } from './list/NotAllowed.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { useAllPages } from './list/use-all-pages.js';
import type { Pages } from './list/use-pages.js';

/** The authority directory. Letters are sent to its addresses only. */
export function AuthoritiesScreen() {
  const t = useWords();
  const title = t('frame:go.authorities');
  useScreenTitle(title);
  const may = useMay();
  const mayWrite = may('authorities.write');
  const [editing, setEditing] = useState<Authority | 'new' | null>(null);
  const list = useAllPages<Authority>('/v1/authorities');
  const add = { id: 'add', label: t('records:authorities.add'), keys: 'a', run: () => setEditing('new') };
  useShortcuts(mayWrite ? [add] : []);
  if (!may('authorities.read')) return <NotAllowed permission="authorities.read" />;
  return (
    <>
      <Bar>
        <h1 className="where">{title}</h1>
        <span className="muted long cut number">
          {list.total === null ? '' : t('records:authorities.count', { count: list.total })}
        </span>
        {mayWrite ? (
          <Button size="small" keys="a" onPress={add.run} hasPopup="dialog">
            {add.label}
          </Button>
        ) : null}
      </Bar>
      <Directory title={title} list={list} onEdit={mayWrite ? setEditing : null} />
      {editing === null ? null : (
        <AuthorityDialog authority={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

interface DirectoryProps {
  title: string;
  list: Pages<Authority>;
  onEdit: ((authority: Authority) => void) | null;
}

function Directory({ title, list, onEdit }: DirectoryProps) {
  const t = useWords();
  const [{ q = '', country = '' }, change] = useAddress();
  const shown = list.rows.filter((row) => (country === '' || row.country === country) && includesText(row, q));
  return (
    <RecordsList
      label={title}
      list={list}
      shown={shown}
      columns={buildColumns(t)}
      keyOf={({ id }) => id}
      failed={t('records:authorities.failed')}
      paneLabel={t('records:pane')}
      pane={(row) => <AuthorityDetail authority={row} onEdit={onEdit === null ? null : () => onEdit(row)} />}
      filters={
        <div className="filters no-print" role="search">
          <FilterField
            value={q}
            label={t('records:authorities.filter')}
            placeholder={t('queue:filter')}
            onChange={(text) => change({ q: text, open: '' })}
          />
          <CountryMenu
            of={list.rows.map((row) => row.country)}
            value={country}
            onChange={(value) => change({ country: value, open: '' })}
          />
        </div>
      }
      empty={
        <NoneHere
          text={t('records:authorities.none')}
          isNarrowed={q !== '' || country !== ''}
          onClear={() => change({ q: '', country: '' })}
        />
      }
    />
  );
}

function buildColumns(t: ReturnType<typeof useWords>): Column<Authority>[] {
  return [
    {
      head: t('records:authorities.name'),
      width: 'minmax(12rem, 2fr)',
      cell: ({ name }) => <span dir="auto">{name}</span>,
    },
    { head: t('queue:f.country'), width: 'minmax(6rem, 1fr)', cell: (row) => formatCountry(row.country) },
    { head: t('queue:f.kind'), width: '8rem', cell: ({ kind }) => formatValueName(t, 'records:authorityKind', kind) },
    {
      head: t('records:authorities.verification'),
      width: '7rem',
      cell: (row) => <VerificationTag of={row.verification} />,
    },
    {
      head: t('records:authorities.signers'),
      width: '6.5rem',
      end: true,
      cell: ({ signers }) => formatNumber(signers.length),
    },
    {
      head: t('records:authorities.contacts'),
      width: '6.5rem',
      end: true,
      cell: ({ contacts }) => formatNumber(contacts.length),
    },
  ];
}
