import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { usePages } from '../list/use-pages.js';
import { EditionDetail } from './EditionDetail.js';
import type { Edition } from './types.js';

export function EditionsTab() {
  const t = useWords();
  return (
    <RecordsList
      label={t('rulebook:editions')}
      list={usePages<Edition>('/v1/rulebook/editions')}
      reading
      columns={buildColumns(t)}
      keyOf={({ digest }) => digest}
      failed={t('rulebook:failed')}
      empty={t('rulebook:noEdition')}
      pane={(edition) => <EditionDetail edition={edition} />}
    />
  );
}

function EditionTag({ edition: { state, inEffect, pinned } }: { edition: Edition }) {
  const t = useWords();
  if (pinned) return <Tag tone="caution">{t('rulebook:editionState.pinned')}</Tag>;
  const tone = inEffect ? { tone: 'ok' as const } : state === 'proposed' ? { tone: 'caution' as const } : {};
  return <Tag {...tone}>{t(`rulebook:editionState.${inEffect ? 'inEffect' : state}`)}</Tag>;
}

function buildColumns(t: Words): RecordColumn<Edition>[] {
  return [
    {
      head: t('rulebook:editions'),
      width: 'minmax(0, 1fr)',
      cell: (edition) => (
        <>
          <b>{t('rulebook:edition', { number: edition.edition })}</b> <EditionTag edition={edition} />
          <span className="muted fine block cut monospace">{edition.digest}</span>
        </>
      ),
    },
    { head: t('rulebook:proposed'), width: '7.5rem', cell: ({ proposedAt }) => <Instant at={proposedAt} short /> },
  ];
}
