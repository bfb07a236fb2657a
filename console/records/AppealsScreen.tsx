import { useMay } from '../http/may.js';
import { Instant } from '../parts/Instant.js';
import { Tag } from '../parts/Tag.js';
import { useWords, type Words } from '../words/use-words.js';
import { AppealDetail } from './appeals/AppealDetail.js';
import type { Appeal } from '../http/types.js';
import type { RecordColumn } from './list/RecordRows.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { usePages } from './list/use-pages.js';

export function AppealsScreen() {
  const t = useWords();
  const title = t('frame:go.appeals');
  const [{ gone }] = useAddress();
  const isOn = useMay()('appeal.read');
  const list = usePages<Appeal>('/v1/appeals', gone === 'true' ? {} : { state: 'open' }, { isOn });
  return (
    <RecordScreen title={title} permission="appeal.read">
      <RecordsList
        label={title}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('appeals:failed')}
        empty={t('appeals:none')}
        filters={[{ kind: 'switch', at: 'gone', label: t('appeals:decidedToo'), widens: true }]}
        pane={(row) => <AppealDetail key={row.id} appeal={row} />}
      />
    </RecordScreen>
  );
}

function buildColumns(t: Words): RecordColumn<Appeal>[] {
  return [
    { head: t('appeals:due'), width: '7rem', cell: ({ dueAt }) => <Instant at={dueAt} short /> },
    {
      head: t('appeals:item'),
      width: 'minmax(10rem, 1fr)',
      cell: ({ target, named }) => (
        <span className="locator cut" dir="ltr">
          {target?.locator ?? named}
        </span>
      ),
    },
    {
      head: t('appeals:says'),
      width: 'minmax(10rem, 2fr)',
      cell: ({ statement }) => (
        <span className="cut" dir="auto">
          {statement}
        </span>
      ),
    },
    { head: t('appeals:state'), width: '9rem', cell: (row) => <AppealState of={row} /> },
  ];
}

function AppealState({ of: { state, outcome, late, restoration } }: { of: Appeal }) {
  const t = useWords();
  if (restoration !== null && restoration.state !== 'approved')
    return <Tag tone="caution">{t('appeals:states.awaits_approval')}</Tag>;
  if (outcome !== null) return <Tag>{t(`appeals:outcomes.${outcome}`)}</Tag>;
  return <Tag tone="caution">{t(late ? 'appeals:late' : `appeals:states.${state}`)}</Tag>;
}
