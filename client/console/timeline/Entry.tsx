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
  const lines = detailLines(detail);
  const isNote = entry.action === 'annotate';
  return (
    <li id={String(seq)} className={isWanted ? 'entry lit' : 'entry'}>
      {day === null ? null : <h3 className="day">{day}</h3>}
      <time dateTime={at} title={formatInstant(at)} className="n">
        {formatTime(Date.parse(at))}
      </time>
      <div className="entry-what">
        <p>
          <b dir="auto">
            {speaker === 'person'
              ? actor.name
              : speaker === 'authority'
                ? t('timeline:who.authority')
                : t(`timeline:who.${speaker}`)}
          </b>{' '}
          {isNote ? null : <span dir="auto">{textOf(entry)}</span>}
        </p>
        {isNote ? (
          <blockquote className="said plain" dir="auto">
            {typeof detail['text'] === 'string' ? detail['text'] : ''}
          </blockquote>
        ) : null}
        {lines.length === 0 ? null : (
          <details>
            <summary className="xs sub">{t('timeline:detail')}</summary>
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
            {url === null || speaker === 'person' ? null : (
              <a className="xs" href={url} target="_blank" rel="noreferrer">
                {t('timeline:engine')}
              </a>
            )}
          </details>
        )}
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
