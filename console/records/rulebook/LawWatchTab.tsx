import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { ALL_KEYS } from '../../http/use-write.js';
import { Fact } from '../../parts/Fact.js';
import { formatInstant } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { usePages } from '../list/use-pages.js';
import type { LawDraft } from './types.js';

export function LawWatchTab() {
  const t = useWords();
  return (
    <RecordsList
      label={t('rulebook:watch.title')}
      list={usePages<LawDraft>('/v1/rulebook/watch')}
      reading
      columns={buildColumns(t)}
      keyOf={({ number }) => String(number)}
      failed={t('rulebook:failed')}
      empty={t('rulebook:watch.none')}
      pane={(draft) => <Draft key={draft.number} draft={draft} />}
    />
  );
}

function buildColumns(t: Words): RecordColumn<LawDraft>[] {
  return [
    {
      head: t('rulebook:watch.what'),
      width: 'minmax(0, 1fr)',
      cell: ({ summary, settledAt }) => (
        <>
          {settledAt === null ? <Tag tone="caution">{t('rulebook:watch.open')}</Tag> : null}{' '}
          <span dir="auto">{summary}</span>
        </>
      ),
    },
    { head: t('rulebook:watch.openedAt'), width: '7.5rem', cell: ({ openedAt }) => <Instant at={openedAt} short /> },
  ];
}

function Draft({ draft }: { draft: LawDraft }) {
  const t = useWords();
  const may = useMay();
  const { number, summary, url, event, change, settledAt } = draft;
  return (
    <>
      <section>
        <h2 className="title" dir="auto">
          {summary}
        </h2>
        <dl className="key-values">
          {url === null ? null : (
            <Fact name={t('rulebook:watch.address')}>
              <a href={url} rel="noreferrer" target="_blank">
                {url}
              </a>
            </Fact>
          )}
          {event === null ? null : <Fact name={t('rulebook:watch.source')}>{event.source}</Fact>}
        </dl>
        <Settled draft={draft} />
      </section>
      {change === null ? null : <Change change={change} />}
      {settledAt === null && may('law.review') ? <Settle number={number} /> : null}
    </>
  );
}

function Settled({ draft: { settledAt, settledBy, note } }: { draft: LawDraft }) {
  const t = useWords();
  if (settledAt === null) return null;
  if (settledBy === null) return <p className="muted">{t('rulebook:watch.passed')}</p>;
  return (
    <p dir="auto">
      {t('rulebook:watch.settled', { name: settledBy.name, at: formatInstant(settledAt), note: note ?? '' })}
    </p>
  );
}

function Change({ change }: { change: NonNullable<LawDraft['change']> }) {
  const t = useWords();
  const { isText, clauses, removed, added } = change;
  const read = { before: formatInstant(change.readBefore), after: formatInstant(change.readAfter) };
  return (
    <>
      <section>
        <p className="muted">{t('rulebook:watch.read', read)}</p>
        {isText ? null : <p>{t('rulebook:watch.file')}</p>}
        {isText && clauses.length === 0 ? <p>{t('rulebook:watch.same')}</p> : null}
      </section>
      {clauses.length === 0 ? null : (
        <section>
          <h3 className="fine muted">{t(isText ? 'rulebook:watch.clauses' : 'rulebook:watch.quoted')}</h3>
          <ul className="law-facts">
            {clauses.map(({ at, laws, before, after }) => (
              <li key={before}>
                <span className="muted fine">{[at, ...laws].filter((part) => part !== null).join(', ')}</span>
                <dl className="key-values">
                  <Fact name={t('rulebook:watch.before')}>{before}</Fact>
                  {isText ? <Fact name={t('rulebook:watch.after')}>{after ?? t('rulebook:watch.nothing')}</Fact> : null}
                </dl>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Passages head={t('rulebook:watch.removed')} lines={removed} />
      <Passages head={t('rulebook:watch.added')} lines={added} />
    </>
  );
}

function Passages({ head, lines }: { head: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3 className="fine muted">{head}</h3>
      <ul className="law-facts">
        {lines.map((line) => (
          <li key={line} dir="auto">
            {line}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Settle({ number }: { number: number }) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'law-draft',
    to: `/v1/rulebook/watch/${number}/settle`,
    refresh: ALL_KEYS,
    start: { note: '' },
    missing: t('rulebook:watch.needsNote'),
    done: t('rulebook:watch.settledDone', { number }),
  });
  return (
    <section>
      <CommandFields form={form} failed={t('rulebook:watch.notSettled')}>
        <TextField label={t('rulebook:watch.note')} help={t('rulebook:watch.noteHelp')} {...form.field('note')} />
        <CommandButton form={form} label={t('rulebook:watch.settle')} showWhy={false} />
      </CommandFields>
    </section>
  );
}
