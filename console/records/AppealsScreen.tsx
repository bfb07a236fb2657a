import { useMay } from '../http/may.js';
import { Instant } from '../parts/Instant.js';
import { Tag } from '../parts/Tag.js';
import { useWords, type Words } from '../words/use-words.js';
import { AppealDetail } from './appeals/AppealDetail.js';
import type { Appeal } from './appeals/types.js';
import type { Column } from './list/column.js';
import { NoneWaits } from './list/NonePending.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { usePages } from './list/use-pages.js';
import { GoneChip } from './people/GoneChip.js';

export function AppealsScreen() {
  const t = useWords();
  const title = t('frame:go.appeals');
  const isAllowed = useMay()('appeal.read');
  const [{ gone = '' }, change] = useAddress();
  const list = usePages<Appeal>('/v1/appeals', gone === 'true' ? {} : { state: 'open' }, { isOn: isAllowed });
  return (
    <RecordScreen title={title} permission="appeal.read">
      <RecordsList
        label={title}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('appeals:failed')}
        paneLabel={t('records:pane')}
        pane={(row) => <AppealDetail key={row.id} appeal={row} />}
        filters={
          <div className="filters no-print" role="search">
            <GoneChip
              gone={gone}
              label={t('appeals:decidedToo')}
              onChange={(next) => change({ gone: next, open: '' })}
            />
          </div>
        }
        empty={
          <NoneWaits
            text={t('appeals:none')}
            way={t('appeals:decidedToo')}
            onShow={gone === 'true' ? null : () => change({ gone: 'true' })}
          />
        }
      />
    </RecordScreen>
  );
}

function buildColumns(t: Words): Column<Appeal>[] {
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
