import { useState } from 'react';
import { Button } from '../../parts/Button.js';
import { formatShort } from '../../parts/format.js';
import { Tag } from '../../parts/Tag.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { useWords, type Words } from '../../words/use-words.js';
import { includesText, type Filter } from '../list/filter.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAllPages } from '../list/use-pages.js';
import { PersonDetail } from './PersonDetail.js';
import { ROLES, type Role } from '../../../domain/people/permission.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import type { Person } from '../../http/types.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { RoleTicks } from './RoleTicks.js';

export function PeopleTab() {
  const t = useWords();
  const [editing, setEditing] = useState<Person | 'new' | null>(null);
  const list = useAllPages<Person>('/v1/people');
  const add = { id: 'add', label: t('records:people.add'), keys: 'a', run: () => setEditing('new') };
  useShortcuts([add]);
  return (
    <>
      <RecordsList
        label={t('records:people.people')}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('records:people.failed')}
        empty={t('records:noneMatch')}
        filters={buildFilters(t)}
        tools={
          <>
            <span className="push" />
            <Button size="small" keys="a" hasPopup="dialog" onPress={add.run}>
              {add.label}
            </Button>
          </>
        }
        pane={(row) => <PersonDetail person={row} onEdit={() => setEditing(row)} />}
      />
      {editing === null ? null : (
        <PersonDialog person={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function buildFilters(t: Words): Filter<Person>[] {
  return [
    { kind: 'text', at: 'q', label: t('records:people.filter'), keeps: includesText },
    {
      kind: 'switch',
      at: 'gone',
      label: t('records:people.inactiveToo'),
      widens: true,
      keeps: ({ active }, gone) => active || gone === 'true',
    },
  ];
}

function buildColumns(t: Words): RecordColumn<Person>[] {
  return [
    { head: t('records:name'), width: 'minmax(9rem, 1fr)', cell: ({ name }) => <b dir="auto">{name}</b> },
    { head: t('records:email'), width: 'minmax(10rem, 1fr)', className: 'monospace', cell: ({ email }) => email },
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

function PersonDialog({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const t = useWords();
  const known = person === null ? { active: true } : { id: person.id, active: person.active };
  const start: { name: string; email: string; roles: Role[] } = {
    name: person?.name ?? '',
    email: person?.email ?? '',
    roles: person?.roles ?? [],
  };
  const form = useCommandForm({
    texts: 'person',
    to: '/v1/people',
    refresh: RECORD_KEYS,
    start,
    body: ({ name, email, roles }) => ({ ...known, name, email: email.trim(), roles }),
    done: (_, { name }) => t('records:people.saved', { name }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={person === null ? t('records:people.addTitle') : t('records:people.changeTitle', { name: person.name })}
      body={t('records:people.formBody')}
      go={t('records:people.save')}
      failed={t('records:people.notSaved')}
      isQuick
    >
      <TextField label={t('records:name')} autoFocus {...form.field('name')} />
      <TextField label={t('records:email')} help={t('records:people.emailHelp')} {...form.field('email')} />
      <RoleTicks offered={ROLES} {...form.field('roles')} />
    </CommandDialog>
  );
}
