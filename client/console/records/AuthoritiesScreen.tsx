import { useState } from 'react';
import { Bar } from '../frame/Bar.js';
import { useMay } from '../http/may.js';
import { Button } from '../parts/Button.js';
import { formatCountry, formatNumber } from '../parts/format.js';
import { Menu } from '../parts/Menu.js';
import { useCommands } from '../state/commands.js';
import { useTitleOf } from '../state/title.js';
import { useWords } from '../words/use-words.js';
import { AuthorityDetail } from './authorities/AuthorityDetail.js';
import { AuthorityDialog } from './authorities/AuthorityDialog.js';
import { VerificationTag } from './authorities/VerificationTag.js';
import type { Authority } from './authorities/types.js';
import type { Column } from './list/column.js';
import { FilterField } from './list/FilterField.js';
import { includesText } from './list/includes-text.js';
import { nameOf } from './list/name-of.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { useAllPages } from './list/use-all-pages.js';

/** The directory: who may order, how they are reached, who may sign. Letters go to its addresses and nowhere else. */
export function AuthoritiesScreen() {
  const t = useWords();
  const title = t('frame:go.authorities');
  useTitleOf(title);
  const mayWrite = useMay()('authorities.write');
  const [{ q = '', country = '' }, change] = useAddress();
  const [editing, setEditing] = useState<Authority | 'new' | null>(null);
  const list = useAllPages<Authority>('/v1/authorities');
  const add = { id: 'add', label: t('records:authorities.add'), keys: 'a', run: () => setEditing('new') };
  useCommands(mayWrite ? [add] : []);
  const shown = list.rows.filter((row) => (country === '' || row.country === country) && includesText(row, q));
  const countries = [...new Set(list.rows.map((row) => row.country))].sort();
  return (
    <>
      <Bar>
        <h1 className="where">{title}</h1>
        <span className="sub long cut n">
          {list.total === null ? '' : t('records:authorities.count', { count: list.total })}
        </span>
        {mayWrite ? (
          <Button size="sm" keys="a" onPress={add.run} hasPopup="dialog">
            {add.label}
          </Button>
        ) : null}
      </Bar>
      <RecordsList
        label={title}
        list={list}
        shown={shown}
        columns={columnsOf(t)}
        keyOf={({ id }) => id}
        failed={t('records:authorities.failed')}
        paneLabel={t('records:pane')}
        pane={(row) => <AuthorityDetail authority={row} onEdit={mayWrite ? () => setEditing(row) : null} />}
        filters={
          <div className="filters" role="search">
            <FilterField
              value={q}
              label={t('records:authorities.filter')}
              placeholder={t('queue:filter')}
              onChange={(text) => change({ q: text, open: '' })}
            />
            <Menu
              label={t('queue:f.country')}
              value={country}
              options={[
                { value: '', label: t('queue:any') },
                ...countries.map((value) => ({ value, label: formatCountry(value) })),
              ]}
              onChange={(value) => change({ country: value, open: '' })}
            />
          </div>
        }
        empty={
          <div className="none">
            <p>{q === '' && country === '' ? t('records:authorities.none') : t('records:noneMatch')}</p>
            {q === '' && country === '' ? null : (
              <Button onPress={() => change({ q: '', country: '' })}>{t('queue:clear')}</Button>
            )}
          </div>
        }
      />
      {editing === null ? null : (
        <AuthorityDialog authority={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function columnsOf(t: ReturnType<typeof useWords>): Column<Authority>[] {
  return [
    {
      head: t('records:authorities.name'),
      width: 'minmax(12rem, 2fr)',
      cell: ({ name }) => <span dir="auto">{name}</span>,
    },
    { head: t('queue:f.country'), width: 'minmax(6rem, 1fr)', cell: (row) => formatCountry(row.country) },
    { head: t('queue:f.kind'), width: '6rem', cell: ({ kind }) => nameOf(t, 'records:authorityKind', kind) },
    {
      head: t('records:authorities.verification'),
      width: '7rem',
      cell: (row) => <VerificationTag of={row.verification} />,
    },
    {
      head: t('records:authorities.signers'),
      width: '4.5rem',
      end: true,
      cell: ({ signers }) => formatNumber(signers.length),
    },
    {
      head: t('records:authorities.contacts'),
      width: '4.5rem',
      end: true,
      cell: ({ contacts }) => formatNumber(contacts.length),
    },
  ];
}
