import { useWords } from '../words/use-words.js';
import type { TimelineEntry } from '../http/types.js';
import { useEventText } from '../notice/event-text.js';
import { formatInstant, formatTime } from '../parts/format.js';
import { say } from '../state/message.js';
import { detailLines, speakerOf } from './groups.js';

/** When, who, what; behind it what the desk kept, by name and value. */
export function Entry({
  entry,
  day,
  isWanted,
  url,
}: {
  entry: TimelineEntry;
  /** The day, where one begins. */
  day: string | null;
  isWanted: boolean;
  url: string | null;
}) {
  const t = useWords();
  const textOf = useEventText();
  const { seq, at, actor, detail } = entry;
  const speaker = speakerOf(entry);
  const isNote = entry.action === 'annotate';
  return (
    <li id={String(seq)} className={isWanted ? 'entry lit' : 'entry'}>
      {day === null ? null : <h2 className="day">{day}</h2>}
      <time dateTime={at} title={formatInstant(at)} className="n">
        {formatTime(Date.parse(at))}
      </time>
      <div className="entry-what">
        <What
          detail={isNote ? withoutText(detail) : detail}
          url={speaker === 'person' ? null : url}
          who={speaker === 'person' ? actor.name : t(`timeline:who.${speaker}`)}
          what={isNote ? '' : textOf(entry)}
        />
        {isNote ? (
          <blockquote className="said plain" dir="auto">
            {typeof detail['text'] === 'string' ? detail['text'] : ''}
          </blockquote>
        ) : null}
      </div>
      <button
        type="button"
        className="text-button link xs n no-print"
        aria-label={t('timeline:link', { seq })}
        onClick={() => {
          const link = `${window.location.href.split('#')[0] ?? ''}#${seq}`;
          void navigator.clipboard.writeText(link).then(() => say(t('timeline:copied')));
        }}
      >
        #{seq}
      </button>
    </li>
  );
}

/** A note's own words stand below it already. */
const withoutText = ({ text: _, ...rest }: TimelineEntry['detail']) => rest;

/** Who and what; opened, what the desk kept with the entry and the engine's own page. */
function What({
  detail,
  url,
  who,
  what,
}: {
  detail: TimelineEntry['detail'];
  url: string | null;
  who: string;
  what: string;
}) {
  const t = useWords();
  const lines = detailLines(detail);
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
        <span className="vh">, {t('timeline:detail')}</span>
      </summary>
      <dl className="kv xs">
        {lines.map(({ name, value }) => (
          <div className="contents" key={name + value}>
            <dt>{name}</dt>
            <dd className="plain" dir="auto">
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {url === null ? null : (
        <a className="xs no-print" href={url} target="_blank" rel="noreferrer">
          {t('timeline:engine')}
        </a>
      )}
    </details>
  );
}
