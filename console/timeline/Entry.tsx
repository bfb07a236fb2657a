import { useWords } from '../words/use-words.js';
import { toEvent } from '../../domain/event.js';
import type { Clock, TimelineEntry } from '../http/types.js';
import { useEventText } from '../notice/event-text.js';
import { formatInstant, formatTime } from '../parts/format.js';
import { Fact } from '../parts/Fact.js';
import { copyText } from '../state/message.js';
import { detailLines, type DetailLine } from './detail-lines.js';
import { findSpeaker } from './groups.js';

interface EntryProps {
  entry: TimelineEntry;
  clocks: readonly Clock[];
  day: string | null;
  isWanted: boolean;
  url: string | null;
}

export function Entry({ entry, day, isWanted, url, clocks }: EntryProps) {
  const t = useWords();
  const textOf = useEventText(clocks);
  const { seq, at, actor } = entry;
  const what = textOf(entry);
  const speaker = findSpeaker(entry);
  const event = toEvent(entry);
  const note = event?.action === 'annotate' ? event.detail.text : null;
  return (
    <li id={String(seq)} className={isWanted ? 'entry highlighted' : 'entry'}>
      {day === null ? null : <h2 className="day fine faint medium">{day}</h2>}
      <time dateTime={at} title={formatInstant(at)} className="number">
        {formatTime(Date.parse(at))}
      </time>
      <div className="entry-what">
        <What
          lines={detailLines(entry, what, t)}
          url={speaker === 'person' ? null : url}
          who={speaker === 'person' ? actor.name : t(`timeline:who.${speaker}`)}
          what={note === null ? what : ''}
        />
        {note === null ? null : (
          <blockquote className="said plain" dir="auto">
            {note}
          </blockquote>
        )}
      </div>
      <button
        type="button"
        className="text-button link fine number no-print"
        aria-label={t('timeline:link', { seq })}
        onClick={() => void copyText(`${window.location.href.split('#')[0] ?? ''}#${seq}`, t('timeline:copied'))}
      >
        #{seq}
      </button>
    </li>
  );
}

interface WhatProps {
  lines: readonly DetailLine[];
  url: string | null;
  who: string;
  what: string;
}

function What({ lines, url, who, what }: WhatProps) {
  const t = useWords();
  const sentence = (
    <>
      <b dir="auto">{who}</b> <span dir="auto">{what}</span>
    </>
  );
  if (lines.length === 0) return <p className="no-detail">{sentence}</p>;
  return (
    <details>
      <summary>
        {sentence}
        <span className="visually-hidden">, {t('timeline:detail')}</span>
      </summary>
      <dl className="key-values fine">
        {lines.map(({ name, value }) => (
          <Fact key={name + value} name={name} className="plain">
            {value}
          </Fact>
        ))}
      </dl>
      {url === null ? null : (
        <a className="fine no-print" href={url} target="_blank" rel="noreferrer">
          {t('timeline:engine')}
        </a>
      )}
    </details>
  );
}
