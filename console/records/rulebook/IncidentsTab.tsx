import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { ALL_KEYS } from '../../http/use-write.js';
import { Button } from '../../parts/Button.js';
import { Fact } from '../../parts/Fact.js';
import { formatInstant } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import { NoticeNumberLink } from '../list/NoticeLink.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { usePages } from '../list/use-pages.js';
import type { LawIncident, LawIncidentPage } from './types.js';

export function IncidentsTab() {
  const t = useWords();
  return (
    <RecordsList
      label={t('rulebook:review.incidents')}
      list={usePages<LawIncident>('/v1/rulebook/incidents')}
      reading
      columns={buildColumns(t)}
      keyOf={({ number }) => String(number)}
      failed={t('rulebook:failed')}
      empty={t('rulebook:review.noIncident')}
      pane={(row) => <Incident key={row.number} incident={row} />}
    />
  );
}

function buildColumns(t: Words): RecordColumn<LawIncident>[] {
  return [
    {
      head: t('rulebook:law'),
      width: 'minmax(0, 1fr)',
      cell: ({ regime, version, found, correctedAt }) => (
        <>
          <b className="identifier">{regime}</b> <span className="muted">{version}</span>{' '}
          {correctedAt === null ? <Tag tone="danger">{t('rulebook:review.open')}</Tag> : null}
          <span className="muted fine block cut" dir="auto">
            {found}
          </span>
        </>
      ),
    },
    {
      head: t('rulebook:review.recordedAt'),
      width: '7.5rem',
      cell: ({ recordedAt }) => <Instant at={recordedAt} short />,
    },
  ];
}

function Incident({ incident }: { incident: LawIncident }) {
  const t = useWords();
  const may = useMay();
  const { number, regime, version, fact, said, found, source, recordedBy, recordedAt, correction } = incident;
  const touched = usePages<LawIncidentPage['items'][number], LawIncidentPage>(`/v1/rulebook/incidents/${number}`);
  return (
    <>
      <section>
        <h2 className="title">{t('rulebook:review.numbered', { number })}</h2>
        <dl className="key-values">
          <Fact name={t('rulebook:law')}>{`${regime} ${version}, ${fact}`}</Fact>
          <Fact name={t('rulebook:review.said')}>{said}</Fact>
          <Fact name={t('rulebook:review.found')}>{found}</Fact>
          <Fact name={t('rulebook:review.source')}>{source}</Fact>
        </dl>
        <p className="muted">
          {t('rulebook:review.recordedBy', { name: recordedBy.name, at: formatInstant(recordedAt) })}
        </p>
        {correction === null ? null : <p dir="auto">{t('rulebook:review.corrected', { correction })}</p>}
      </section>
      {correction === null && may('law.review') ? <Correct number={number} /> : null}
      <section>
        <h3 className="fine muted">{t('rulebook:review.touched', { count: touched.head?.touched ?? 0 })}</h3>
        <ul className="law-facts">
          {touched.rows.map((row) => (
            <li key={row.notice}>
              <NoticeNumberLink id={row.notice} number={row.number} />{' '}
              {row.dueAt === null ? null : <span className="muted">{formatInstant(row.dueAt)}</span>}
            </li>
          ))}
        </ul>
        {touched.more === null ? null : <Button onPress={touched.more}>{t('frame:more')}</Button>}
      </section>
    </>
  );
}

function Correct({ number }: { number: number }) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'law-correction',
    to: `/v1/rulebook/incidents/${number}/correct`,
    refresh: ALL_KEYS,
    start: { correction: '' },
    missing: t('rulebook:review.needsCorrection'),
    done: t('rulebook:review.correctedDone', { number }),
  });
  return (
    <section>
      <CommandFields form={form} failed={t('rulebook:review.notRecorded')}>
        <TextField label={t('rulebook:review.correction')} {...form.field('correction')} />
        <CommandButton form={form} label={t('rulebook:review.correct')} showWhy={false} />
      </CommandFields>
    </section>
  );
}
