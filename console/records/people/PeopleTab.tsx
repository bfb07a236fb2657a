import { useState } from 'react';
import type { Person } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { formatShort } from '../../parts/format.js';
import { Tag } from '../../parts/Tag.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { Column } from '../list/column.js';
import { FilterField } from '../list/FilterField.js';
import { includesText } from '../list/includes-text.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import { useAllPages } from '../list/use-all-pages.js';
import { GoneChip } from './GoneChip.js';
import { PersonDetail } from './PersonDetail.js';
import { PersonDialog } from './PersonDialog.js';

export function PeopleTab() {
  const t = useWords();
  const [{ q = '', gone = '' }, change] = useAddress();
  const [editing, setEditing] = useState<Person | 'new' | null>(null);
  const list = useAllPages<Person>('/v1/people');
  const shown = list.rows.filter((row) => (gone === 'true' || row.active) && includesText(row, q));
  const add = { id: 'add', label: t('records:people.add'), keys: 'a', run: () => setEditing('new') };
  useShortcuts([add]);
  return (
    <>
      <RecordsList
        label={t('records:people.people')}
        list={list}
        shown={shown}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('records:people.failed')}
        paneLabel={t('records:pane')}
        pane={(row) => <PersonDetail person={row} onEdit={() => setEditing(row)} />}
        filters={
          <div className="filters no-print" role="search">
            <FilterField
              value={q}
              label={t('records:people.filter')}
              placeholder={t('queue:filter')}
              onChange={(text) => change({ q: text, open: '' })}
            />
            <GoneChip gone={gone} label={t('records:people.inactiveToo')} onChange={(next) => change({ gone: next })} />
            <span className="push" />
            <Button size="small" keys="a" hasPopup="dialog" onPress={add.run}>
              {add.label}
            </Button>
          </div>
        }
        empty={
          <div className="none stack">
            <p>{t('records:noneMatch')}</p>
            <Button onPress={() => change({ q: '', gone: 'true' })}>{t('queue:clear')}</Button>
          </div>
        }
      />
      {editing === null ? null : (
        <PersonDialog person={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function buildColumns(t: Words): Column<Person>[] {
  return [
    { head: t('records:name'), width: 'minmax(9rem, 1fr)', cell: ({ name }) => <b dir="auto">{name}</b> },
    {
      head: t('records:email'),
      width: 'minmax(10rem, 1fr)',
      cell: ({ email }) => <span className="monospace">{email}</span>,
    },
    {
      head: t('records:people.roles'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ roles }) => roles.map((role) => t(`frame:role.${role}`)).join(', '),
    },
    { head: t('records:people.state'), width: '11rem', cell: (person) => <State {...person} /> },
  ];
}

function State({ active, absences = [] }: Person) {
  const t = useWords();
  const [absence] = absences;
  if (!active) return <Tag>{t('records:people.inactive')}</Tag>;
  return absence === undefined ? null : (
    <Tag tone="caution">{t('records:people.awayUntil', { time: formatShort(absence.until) })}</Tag>
  );
}
