import { Button } from '../../parts/Button.js';
import { Instant } from '../../parts/Instant.js';
import { Table } from '../../parts/Table.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeNumberLink } from '../list/NoticeLink.js';
import type { Pages } from '../list/use-pages.js';
import type { Move } from './types.js';

export function Moves({ list }: { list: Pages<Move> }) {
  const t = useWords();
  const last = list.rows.some(({ why }) => why !== undefined) ? t('rulebook:why') : t('rulebook:state');
  const at = (time: string | null) => (time === null ? t('frame:clock.paused') : <Instant at={time} />);
  return (
    <>
      {list.rows.length === 0 ? null : (
        <Table
          wide
          label={t('rulebook:clocks')}
          rows={list.rows}
          keyOf={({ clock }) => clock}
          columns={[
            {
              head: t('records:notice'),
              cell: ({ notice, number }) => <NoticeNumberLink id={notice} number={number} />,
            },
            { head: t('rulebook:clock'), cell: ({ kind }) => formatValueName(t, 'words:clock', kind) },
            { head: t('rulebook:was'), cell: ({ from }) => <del>{at(from)}</del> },
            { head: t('rulebook:becomes'), cell: ({ to }) => <ins>{at(to)}</ins> },
            {
              head: last,
              cell: ({ why, state }) => why?.join(' ') ?? formatValueName(t, 'rulebook:moveState', state ?? ''),
            },
          ]}
        />
      )}
      {list.more === null ? null : (
        <Button size="small" onPress={list.more} busy={list.isReading ? t('frame:loading') : null}>
          {t('frame:more')}
        </Button>
      )}
    </>
  );
}
