import { useMay } from '../http/may.js';
import { Instant } from '../parts/Instant.js';
import { useWords, type Words } from '../words/use-words.js';
import { ChangeDetail, ChangeStateMark } from './changes/ChangeDetail.js';
import type { AdministrationChange } from '../http/types.js';
import { formatValueName } from './list/find-name.js';
import type { RecordColumn } from './list/RecordRows.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { usePages } from './list/use-pages.js';

export function ChangesScreen() {
  const t = useWords();
  const title = t('frame:go.changes');
  const [{ gone }] = useAddress();
  const isOn = useMay()('changes.read');
  const state = gone === 'true' ? undefined : 'pending';
  const list = usePages<AdministrationChange>('/v1/changes', { state }, { isOn });
  return (
    <RecordScreen title={title} permission="changes.read">
      <RecordsList
        label={title}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('records:changes.failed')}
        empty={t('records:changes.none')}
        filters={[{ kind: 'switch', at: 'gone', label: t('records:changes.decidedToo'), widens: true }]}
        pane={(row) => <ChangeDetail change={row} />}
      />
    </RecordScreen>
  );
}

function buildColumns(t: Words): RecordColumn<AdministrationChange>[] {
  return [
    {
      head: t('records:changes.about'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ subject }) => <b dir="auto">{subject.name}</b>,
    },
    {
      head: t('queue:f.kind'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ kind }) => formatValueName(t, 'records:changes.kind', kind),
    },
    { head: t('records:changes.asker'), width: 'minmax(8rem, 1fr)', cell: ({ requestedBy }) => requestedBy.name },
    { head: t('records:changes.at'), width: '7rem', cell: ({ requestedAt }) => <Instant at={requestedAt} short /> },
    { head: t('records:people.state'), width: '7.5rem', cell: ({ state }) => <ChangeStateMark of={state} /> },
  ];
}
