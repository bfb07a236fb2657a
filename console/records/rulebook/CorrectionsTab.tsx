import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import { ALL_KEYS } from '../../http/use-write.js';
import { Fact } from '../../parts/Fact.js';
import { formatInstant } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { usePages } from '../list/use-pages.js';
import type { LawCorrection } from './types.js';

export function CorrectionsTab() {
  const t = useWords();
  return (
    <RecordsList
      label={t('rulebook:correction.title')}
      list={usePages<LawCorrection>('/v1/rulebook/corrections')}
      reading
      columns={buildColumns(t)}
      keyOf={({ number }) => String(number)}
      failed={t('rulebook:failed')}
      empty={t('rulebook:correction.none')}
      pane={(row) => <Correction key={row.number} correction={row} />}
    />
  );
}

function buildColumns(t: Words): RecordColumn<LawCorrection>[] {
  return [
    {
      head: t('rulebook:law'),
      width: 'minmax(0, 1fr)',
      cell: ({ regime, version, fact, text, state }) => (
        <>
          <b className="identifier">{regime}</b> <span className="muted">{`${version}, ${fact}`}</span>{' '}
          <Tag {...(state === 'proposed' ? { tone: 'caution' } : {})}>{t(`rulebook:correction.state.${state}`)}</Tag>
          <span className="muted fine block cut" dir="auto">
            {text}
          </span>
        </>
      ),
    },
    { head: t('rulebook:proposed'), width: '7.5rem', cell: ({ proposedAt }) => <Instant at={proposedAt} short /> },
  ];
}

function Correction({ correction }: { correction: LawCorrection }) {
  const t = useWords();
  const may = useMay();
  const { number, regime, version, fact, said, text, source, url, clause, note, state, answer } = correction;
  const isOwn = sessionStore.get().session?.person.id === correction.proposedBy.id;
  const rows: [string, string | null][] = [
    [t('rulebook:law'), `${regime} ${version}, ${fact}`],
    [t('rulebook:review.said'), said],
    [t('rulebook:correction.text'), text],
    [t('rulebook:correction.source'), source],
    [t('rulebook:correction.url'), url],
    [t('rulebook:correction.clause'), clause],
    [t('rulebook:correction.note'), note],
    [t('rulebook:correction.answer'), answer],
  ];
  return (
    <>
      <section>
        <h2 className="title">{t('rulebook:correction.numbered', { number })}</h2>
        <dl className="key-values">
          {rows.map(([name, value]) =>
            value === null ? null : (
              <Fact key={name} name={name}>
                {value}
              </Fact>
            ),
          )}
        </dl>
        <p className="muted">
          {t('rulebook:proposedBy', {
            name: correction.proposedBy.name,
            at: formatInstant(correction.proposedAt),
          })}
        </p>
      </section>
      {state === 'proposed' && isOwn ? <Withdraw number={number} /> : null}
      {state === 'proposed' && may('law.review') ? <Settle number={number} /> : null}
    </>
  );
}

function Withdraw({ number }: { number: number }) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/rulebook/corrections/${number}/withdraw`,
    refresh: ALL_KEYS,
    start: {},
    done: t('rulebook:correction.withdrawn', { number }),
  });
  return (
    <CommandFields form={form} failed={t('rulebook:notDecided')}>
      <CommandButton form={form} label={t('rulebook:withdraw')} />
    </CommandFields>
  );
}

function Settle({ number }: { number: number }) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'correction-settlement',
    to: `/v1/rulebook/corrections/${number}/settle`,
    refresh: ALL_KEYS,
    start: { answer: '' },
    missing: t('rulebook:correction.needsAnswer'),
    done: t('rulebook:correction.settled', { number }),
  });
  return (
    <CommandFields form={form} failed={t('rulebook:notDecided')}>
      <TextField label={t('rulebook:correction.answer')} {...form.field('answer')} />
      <CommandButton form={form} label={t('rulebook:correction.settle')} showWhy={false} />
    </CommandFields>
  );
}
