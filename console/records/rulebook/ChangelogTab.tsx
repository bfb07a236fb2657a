import { formatDay } from '../../parts/format.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { Column } from '../list/column.js';
import { RecordsList } from '../list/RecordsList.js';
import { usePages } from '../list/use-pages.js';
import { DifferenceDetails } from './ChangesTab.js';
import type { LawChange } from './types.js';

const FEED = '/v1/rulebook/changelog?format=feed';

export function ChangelogTab() {
  const t = useWords();
  const list = usePages<LawChange>('/v1/rulebook/changelog');
  return (
    <RecordsList
      label={t('rulebook:changelog')}
      list={list}
      reading
      columns={buildColumns(t)}
      keyOf={({ id }) => id}
      failed={t('rulebook:failed')}
      paneLabel={t('records:pane')}
      pane={({ differences }) =>
        differences.map((difference) => (
          <DifferenceDetails key={`${difference.what} ${difference.id}`} of={difference} />
        ))
      }
      filters={
        <div className="filters no-print">
          <a href={FEED}>{t('rulebook:feed')}</a>
        </div>
      }
      empty={<p className="muted">{t('rulebook:noChange')}</p>}
    />
  );
}

function buildColumns(t: Words): Column<LawChange>[] {
  return [
    { head: t('rulebook:on'), width: '7.5rem', cell: ({ at }) => formatDay(at.slice(0, 10)) },
    {
      head: t('rulebook:law'),
      width: 'minmax(0, 1fr)',
      cell: ({ of, differences }) => (
        <>
          <Tag>{t(`rulebook:changeOf.${of}`)}</Tag>{' '}
          <span className="identifier">{[...new Set(differences.map(({ id }) => id))].join(', ')}</span>
        </>
      ),
    },
  ];
}
