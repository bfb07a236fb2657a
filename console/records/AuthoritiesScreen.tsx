import { useState } from 'react';
import { useMay } from '../http/may.js';
import { Button } from '../parts/Button.js';
import { formatCountry, formatNumber } from '../parts/format.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords, type Words } from '../words/use-words.js';
import { AuthorityDetail, VerificationTag } from './authorities/AuthorityDetail.js';
import { AuthorityDialog } from './authorities/AuthorityDialog.js';
import type { Authority } from '../http/types.js';
import { countryFilter, includesText } from './list/filter.js';
import { formatValueName } from './list/find-name.js';
import type { RecordColumn } from './list/RecordRows.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList } from './list/RecordsList.js';
import { useAllPages } from './list/use-pages.js';

/** The authority directory. Letters are sent to its addresses only. */
export function AuthoritiesScreen() {
  const t = useWords();
  const title = t('frame:go.authorities');
  const may = useMay();
  const mayWrite = may('authorities.write');
  const [editing, setEditing] = useState<Authority | 'new' | null>(null);
  const list = useAllPages<Authority>('/v1/authorities', {}, { isOn: may('authorities.read') });
  const add = { id: 'add', label: t('records:authorities.add'), keys: 'a', run: () => setEditing('new') };
  useShortcuts(mayWrite ? [add] : []);
  return (
    <RecordScreen title={title} permission="authorities.read">
      <RecordsList
        label={title}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('records:authorities.failed')}
        empty={t('records:authorities.none')}
        filters={[
          { kind: 'text', at: 'q', label: t('records:authorities.filter'), keeps: includesText },
          countryFilter(t, list.rows, ({ country }) => country),
        ]}
        count={(count) => t('records:authorities.count', { count })}
        tools={
          mayWrite ? (
            <Button size="small" keys="a" onPress={add.run} hasPopup="dialog">
              {add.label}
            </Button>
          ) : null
        }
        pane={(row) => <AuthorityDetail authority={row} onEdit={mayWrite ? () => setEditing(row) : null} />}
      />
      {editing === null ? null : (
        <AuthorityDialog authority={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </RecordScreen>
  );
}

function buildColumns(t: Words): RecordColumn<Authority>[] {
  return [
    { head: t('records:authorities.name'), width: 'minmax(12rem, 2fr)', cell: ({ name }) => name },
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
