import { formatShort } from '../parts/format.js';
import type { ForMeItem } from '../http/types.js';
import { BandRow } from '../parts/Table.js';
import { ClockBadge } from '../parts/Clock.js';
import { toShown } from '../parts/clock-tone.js';
import { Icon } from '../parts/Icon.js';
import { Instant } from '../parts/Instant.js';
import { unlessLink } from '../parts/use-row-focus.js';
import { joinTexts } from '../parts/texts.js';
import { useWords } from '../words/use-words.js';
import { toItemAddress } from './link.js';

interface ForMeRowProps {
  item: ForMeItem;
  /** Of its kind, on the first row of each; null on the others. */
  count: number | null;
  isCursor: boolean;
  onCursor: () => void;
  onOpen: () => void;
}

export function ForMeRow({ item, count, isCursor, onCursor, onOpen }: ForMeRowProps) {
  const t = useWords();
  const { kind, number, title, submission, by, note, at, unread, remindAt } = item;
  const names = joinTexts(['row queue-row for-me-row', isCursor ? 'current' : '']);
  const meta = [
    number ?? '',
    submission === null ? '' : t('for-me:submission', { n: submission }),
    remindAt === null ? '' : t('for-me:remind.at', { time: formatShort(remindAt) }),
  ];
  return (
    <>
      {count === null ? null : <BandRow count={count}>{t(`for-me:kind.${kind}`)}</BandRow>}
      <div
        className={names}
        role="row"
        tabIndex={isCursor ? 0 : -1}
        onClick={unlessLink(onCursor)}
        onDoubleClick={onOpen}
        onFocus={isCursor ? undefined : onCursor}
      >
        <span className="queue-select" role="gridcell">
          {unread ? (
            <>
              <Icon name="m-live" className="accent-ink" />
              <span className="visually-hidden">{t('for-me:unread')}</span>
            </>
          ) : null}
        </span>
        <span className="queue-main" role="gridcell">
          <a
            className={joinTexts(['subject block cut', unread ? 'medium' : ''])}
            href={toItemAddress(item)}
            tabIndex={-1}
            dir="auto"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
              event.preventDefault();
              onOpen();
            }}
          >
            {title === '' ? (number ?? t(`for-me:kind.${kind}`)) : title}
          </a>
          <span className="line meta number fine faint">
            <span className="cut" dir="auto" title={note ?? undefined}>
              {joinTexts([...meta, note ?? ''], ' · ')}
            </span>
          </span>
        </span>
        <Due item={item} />
        <span className="queue-who cut" role="gridcell">
          <span className="block cut">{by ?? ''}</span>
          {at === null ? null : <Instant className="fine faint number" at={at} short />}
        </span>
      </div>
    </>
  );
}

function Due({ item: { due, dueAt } }: { item: ForMeItem }) {
  const t = useWords();
  return (
    <span className="queue-due" role="gridcell">
      {due === null ? null : <ClockBadge clock={toShown(due)} kind={t(`words:clock.${due.kind}`)} />}
      {dueAt === null ? null : <span className="fine">{t('for-me:dueAt', { time: formatShort(dueAt) })}</span>}
    </span>
  );
}
