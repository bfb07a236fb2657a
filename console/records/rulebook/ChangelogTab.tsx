import { formatDay } from '../../parts/format.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { usePages } from '../list/use-pages.js';
import { Differences } from './ChangesTab.js';
import type { LawChange } from './types.js';

export function ChangelogTab() {
  const t = useWords();
  return (
    <RecordsList
      label={t('rulebook:changelog')}
      list={usePages<LawChange>('/v1/rulebook/changelog')}
      reading
      columns={buildColumns(t)}
      keyOf={({ id }) => id}
      failed={t('rulebook:failed')}
      empty={t('rulebook:noChange')}
      tools={<a href="/v1/rulebook/changelog?format=feed">{t('rulebook:feed')}</a>}
      pane={({ differences }) => <Differences of={differences} />}
    />
  );
}

function buildColumns(t: Words): RecordColumn<LawChange>[] {
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
