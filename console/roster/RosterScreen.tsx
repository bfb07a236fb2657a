import { useState } from 'react';
import { formatLanguage, formatList } from '../parts/format.js';
import { includesText } from '../records/list/filter.js';
import type { RecordColumn } from '../records/list/RecordRows.js';
import { RecordScreen } from '../records/list/RecordScreen.js';
import { RecordsList } from '../records/list/RecordsList.js';
import { useAllPages } from '../records/list/use-pages.js';
import { useWords, type Words } from '../words/use-words.js';
import { Presence, RosterDetail } from './RosterDetail.js';
import { RosterDialog } from './RosterDialog.js';
import { formatLoad } from './roster-text.js';
import type { RosterEntry } from './queries.js';

export function RosterScreen() {
  const t = useWords();
  return (
    <RecordScreen title={t('roster:title')} permission="roster.manage">
      <People />
    </RecordScreen>
  );
}

function People() {
  const t = useWords();
  const list = useAllPages<RosterEntry>('/v1/roster');
  const [editing, setEditing] = useState<RosterEntry | null>(null);
  return (
    <>
      <RecordsList
        label={t('roster:title')}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('roster:failed')}
        empty={t('roster:empty')}
        filters={[
          { kind: 'text', at: 'q', label: t('roster:filter'), keeps: includesText },
          {
            kind: 'switch',
            at: 'now',
            label: t('roster:onShift'),
            keeps: ({ onShiftUntil }, now) => now !== 'true' || onShiftUntil !== null,
          },
        ]}
        pane={(entry) => <RosterDetail entry={entry} onChange={() => setEditing(entry)} />}
      />
      {editing === null ? null : <RosterDialog entry={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function buildColumns(t: Words): RecordColumn<RosterEntry>[] {
  return [
    { head: t('records:name'), width: 'minmax(8rem, 1fr)', cell: ({ name }) => <b dir="auto">{name}</b> },
    {
      head: t('records:people.roles'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ roles }) => formatList(roles.map((role) => t(`frame:role.${role}`))),
    },
    { head: t('roster:shift'), width: 'minmax(11rem, 1.4fr)', cell: (entry) => <Presence entry={entry} /> },
    {
      head: t('roster:languages'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ languages }) => formatList(languages.map(formatLanguage)),
    },
    { head: t('roster:load'), width: '10rem', className: 'number', cell: (entry) => formatLoad(entry, t) },
  ];
}
