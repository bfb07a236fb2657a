import { Button } from '../../parts/Button.js';
import { Instant } from '../../parts/Instant.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeNumberLink } from '../list/NoticeLink.js';
import type { Pages } from '../list/use-pages.js';
import type { Move } from './types.js';

export function Moves({ list }: { list: Pages<Move> }) {
  const t = useWords();
  const last = list.rows.some(({ why }) => why !== undefined) ? t('rulebook:why') : t('rulebook:state');
  return (
    <>
      {list.rows.length === 0 ? null : (
        <div className="scrolls-x print-whole" tabIndex={0} role="region" aria-label={t('rulebook:clocks')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('records:notice')}</th>
                <th>{t('rulebook:clock')}</th>
                <th>{t('rulebook:was')}</th>
                <th>{t('rulebook:becomes')}</th>
                <th>{last}</th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((move) => (
                <tr key={move.clock}>
                  <td>
                    <NoticeNumberLink id={move.notice} number={move.number} />
                  </td>
                  <td>{formatValueName(t, 'words:clock', move.kind)}</td>
                  <td>
                    <del>{move.from === null ? t('frame:clock.paused') : <Instant at={move.from} />}</del>
                  </td>
                  <td>
                    <ins>{move.to === null ? t('frame:clock.paused') : <Instant at={move.to} />}</ins>
                  </td>
                  <td>{move.why?.join(' ') ?? formatValueName(t, 'rulebook:moveState', move.state ?? '')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.more === null ? null : (
        <Button size="small" onPress={list.more} busy={list.isReading ? t('frame:loading') : null}>
          {t('frame:more')}
        </Button>
      )}
    </>
  );
}
