import { useWords } from '../../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useMatchRoute } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import { clocksQuery } from '../../http/queries.js';
import type { Clock, Notice } from '../../http/types.js';
import { ClockBadge } from '../../parts/Clock.js';
import { formatInstant, formatNumber, inSentence } from '../../parts/format.js';
import { Icon } from '../../parts/Icon.js';
import { Instant } from '../../parts/Instant.js';
import { clockName } from './clock-name.js';
import { isOver, shownClocks } from './shown-clocks.js';
import { toShown } from '../../parts/clock-tone.js';

const ClockReceiptCard = lazy(() => import('./ClockReceipt.js'));

/** On the approval tab only this many clocks are shown, because the submission is the subject there. */
const FEW = 2;

export function ClockStrip({ notice }: { notice: Notice }) {
  const t = useWords();
  const isFew = useMatchRoute()({ to: '/notices/$id/approval', params: { id: notice.id } }) !== false;
  const clocks = shownClocks(useQuery(clocksQuery(notice.id)).data?.items ?? []);
  const [open, setOpen] = useState<{ id: string; left: number } | null>(null);
  const [wantsAll, setWantsAll] = useState(false);
  const opener = useRef<HTMLButtonElement | null>(null);
  const close = useCallback(() => {
    setOpen(null);
    opener.current?.focus({ preventScroll: true });
  }, []);
  const few = isFew && !wantsAll ? nearest(clocks) : clocks;
  const shown = clocks.find(({ id }) => id === open?.id);
  if (clocks.length === 0) return null;
  return (
    <div className="clock-place">
      <ul
        className={['clock-strip', few.length > 3 ? 'some' : '', few.length > 5 ? 'many' : ''].join(' ').trim()}
        aria-label={t('notice:clocks')}
      >
        {few.map((clock) => (
          <ClockCell
            key={clock.id}
            clock={clock}
            isOpen={clock.id === open?.id}
            onAsk={(button) => {
              opener.current = button;
              const left = button.closest('li')?.offsetLeft ?? 0;
              setOpen((before) => (before?.id === clock.id ? null : { id: clock.id, left }));
            }}
          />
        ))}
        {few.length === clocks.length ? null : (
          <li className="clock-more fine">
            <button type="button" className="text-button link fine" onClick={() => setWantsAll(true)}>
              {t('notice:allClocks', { n: formatNumber(clocks.length) })}
            </button>
          </li>
        )}
      </ul>
      {shown === undefined || open === null ? null : (
        <Suspense>
          <ClockReceiptCard notice={notice} clock={shown} left={open.left} onClose={close} key={shown.id} />
        </Suspense>
      )}
    </div>
  );
}

interface ClockCellProps {
  clock: Clock;
  isOpen: boolean;
  onAsk: (button: HTMLButtonElement) => void;
}

function ClockCell({ clock, isOpen, onAsk }: ClockCellProps) {
  const t = useWords();
  const name = clockName(clock, t);
  return (
    <li>
      <Kind clock={clock} name={name} />
      <div className="line clock-value muted">
        <ClockBadge clock={toShown(clock)} kind={name} />
        <Beside clock={clock} />
        {clock.dueAt === null ? null : (
          <span className="print-only number">
            {t('notice:dueAt', { at: formatInstant(clock.dueAt) })}
            {clock.metAt === null ? '' : `, ${inSentence(t('notice:receipt.met', { at: formatInstant(clock.metAt) }))}`}
          </span>
        )}
        <button
          type="button"
          className="text-button link clock-how push"
          onClick={(event) => onAsk(event.currentTarget)}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
        >
          {t('notice:how')}
          <span className="visually-hidden"> {name}</span>
        </button>
      </div>
    </li>
  );
}

function Beside({ clock }: { clock: Clock }) {
  const t = useWords();
  const doubt = clock.confidence === 'from_memory' ? 'unchecked' : clock.confirmed ? null : ('unconfirmed' as const);
  if (doubt !== null)
    return (
      <span className="clock-due unsure" title={t(`notice:${doubt}Title`)}>
        <Icon name="m-warn" /> <span className="word">{t(`notice:${doubt}`)}</span>
      </span>
    );
  const extension = clock.pendingExtension;
  if (extension !== null) {
    const words = { name: extension.byName, to: formatInstant(extension.to) };
    return (
      <span className="clock-due unsure" title={t('notice:pendingTitle', words)}>
        <Icon name="m-warn" /> <span className="word">{t('notice:pending')}</span>
      </span>
    );
  }
  // A met clock shows no date; its due date is in the receipt.
  return clock.dueAt === null || clock.metAt !== null ? null : (
    <Instant className="clock-due number" at={clock.dueAt} short />
  );
}

/** Returns our own open clocks; if there are none, all open ones. */
function nearest(clocks: readonly Clock[]): Clock[] {
  const open = clocks.filter((clock) => !isOver(clock));
  const own = open.filter(({ owner }) => owner === 'us');
  return [...own, ...open.filter(({ owner }) => owner !== 'us'), ...clocks.filter(isOver)].slice(0, FEW);
}

function Kind({ clock: { owner, basis }, name }: { clock: Clock; name: string }) {
  const t = useWords();
  const ownerText = `${t(`words:owner.${owner}`)}${basis === 'law' ? '' : `, ${t(`words:basis.${basis}`)}`}`;
  return (
    <div className="clock-name fine muted cut" title={`${name}, ${ownerText}`}>
      <b>{name}</b> {ownerText}
    </div>
  );
}
