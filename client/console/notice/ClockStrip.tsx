import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { clocksQuery } from '../http/queries.js';
import type { Clock, Notice } from '../http/types.js';
import { ClockBadge } from '../parts/Clock.js';
import { formatInstant, inSentence } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { ReceiptDialog } from './ReceiptDialog.js';
import { toShown } from '../parts/clock-tone.js';

/** The notice's clocks in a row: kind, whose it is, badge, due, and how the date was reached. */
export function ClockStrip({ notice }: { notice: Notice }) {
  const t = useWords();
  const clocks = (useQuery(clocksQuery(notice.id)).data?.items ?? []).filter(({ state }) => state !== 'cancelled');
  const [open, setOpen] = useState<string | null>(null);
  const shown = clocks.find(({ id }) => id === open);
  if (clocks.length === 0) return null;
  return (
    <>
      <ul
        className={clocks.length > 5 ? 'strip clock-strip many' : 'strip clock-strip'}
        aria-label={t('notice:clocks')}
      >
        {sortClocks(clocks).map((clock) => (
          <li key={clock.id}>
            <Kind clock={clock} />
            <div className="v">
              <ClockBadge clock={toShown(clock)} kind={t(`words:clock.${clock.kind}`)} />
              {clock.confidence === 'from_memory' ? (
                <span className="due src" title={t('notice:uncheckedTitle')}>
                  {t('frame:clock.unchecked')}
                </span>
              ) : clock.confirmed ? (
                clock.dueAt === null ? null : (
                  <Instant className="due n" at={clock.dueAt} short />
                )
              ) : (
                <span className="due src" title={t('notice:unconfirmedTitle')}>
                  {t('notice:unconfirmed')}
                </span>
              )}
              {clock.dueAt === null ? null : (
                <span className="print-only n">
                  {t('notice:dueAt', { at: formatInstant(clock.dueAt) })}
                  {clock.metAt === null
                    ? ''
                    : `, ${inSentence(t('notice:receipt.met', { at: formatInstant(clock.metAt) }))}`}
                </span>
              )}
              <button
                type="button"
                className="text-button how link"
                onClick={() => setOpen(clock.id)}
                aria-haspopup="dialog"
              >
                {t('notice:how')}
                <span className="vh"> {t(`words:clock.${clock.kind}`)}</span>
              </button>
            </div>
          </li>
        ))}
      </ul>
      {shown === undefined ? null : <ReceiptDialog notice={notice} clock={shown} onClose={() => setOpen(null)} />}
    </>
  );
}

/** Running ones by due, then those that are over. */
function sortClocks(clocks: readonly Clock[]): Clock[] {
  const isOver = ({ state }: Clock) => state === 'met' || state === 'lapsed';
  return clocks.toSorted(
    (one, other) => Number(isOver(one)) - Number(isOver(other)) || (one.dueAt ?? '9').localeCompare(other.dueAt ?? '9'),
  );
}

/** Which clock, whose, and by what it runs if not by law. */
function Kind({ clock: { kind, owner, basis } }: { clock: Clock }) {
  const t = useWords();
  const whose = `${t(`words:owner.${owner}`)}${basis === 'law' ? '' : `, ${t(`words:basis.${basis}`)}`}`;
  return (
    <div className="k" title={`${t(`words:clock.${kind}`)} ${whose}`}>
      <b>{t(`words:clock.${kind}`)}</b> {whose}
    </div>
  );
}
