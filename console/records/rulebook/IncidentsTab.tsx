import { useState } from 'react';
import { useMay } from '../../http/may.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { Column } from '../list/column.js';
import { errorAt, Field } from '../list/Field.js';
import { NoticeLink } from '../list/NoticeLink.js';
import { RecordsList } from '../list/RecordsList.js';
import { usePages } from '../list/use-pages.js';
import type { LawIncident, LawIncidentPage } from './types.js';
import { useRevisionAct } from './use-revision-act.js';

/** Facts of law that were found to be wrong, each with the notices that it touched. */
export function IncidentsTab() {
  const t = useWords();
  const list = usePages<LawIncident>('/v1/rulebook/incidents');
  return (
    <RecordsList
      label={t('records:review.incidents')}
      list={list}
      reading
      columns={columnsOf(t)}
      keyOf={({ number }) => String(number)}
      failed={t('records:rulebook.failed')}
      paneLabel={t('records:pane')}
      pane={(row) => <Incident key={row.number} incident={row} />}
      empty={<p className="muted">{t('records:review.noIncident')}</p>}
    />
  );
}

function columnsOf(t: Words): Column<LawIncident>[] {
  return [
    {
      head: t('records:rulebook.law'),
      width: 'minmax(0, 1fr)',
      cell: ({ regime, version, found, correctedAt }) => (
        <>
          <b className="identifier">{regime}</b> <span className="muted">{version}</span>{' '}
          {correctedAt === null ? <Tag tone="danger">{t('records:review.open')}</Tag> : null}
          <span className="muted fine block cut" dir="auto">
            {found}
          </span>
        </>
      ),
    },
    {
      head: t('records:review.recordedAt'),
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
        <h2 className="title">{t('records:review.numbered', { number })}</h2>
        <dl className="key-values">
          <dt>{t('records:rulebook.law')}</dt>
          <dd>
            {regime} {version}, {fact}
          </dd>
          <dt>{t('records:review.said')}</dt>
          <dd dir="auto">{said}</dd>
          <dt>{t('records:review.found')}</dt>
          <dd dir="auto">{found}</dd>
          <dt>{t('records:review.source')}</dt>
          <dd dir="auto">{source}</dd>
        </dl>
        <p className="muted">
          {t('records:review.recordedBy', { name: recordedBy.name, at: formatInstant(recordedAt) })}
        </p>
        {correction === null ? null : <p dir="auto">{t('records:review.corrected', { correction })}</p>}
      </section>
      {correction === null && may('law.review') ? <Correct number={number} /> : null}
      <section>
        <h3 className="fine muted">{t('records:review.touched', { count: touched.head?.touched ?? 0 })}</h3>
        <ul className="law-facts">
          {touched.rows.map((row) => (
            <li key={row.notice}>
              <NoticeLink id={row.notice} number={row.number} />{' '}
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
  const [correction, setCorrection] = useState('');
  const act = useRevisionAct(`/v1/rulebook/incidents/${number}/correct`, t('records:review.correctedDone', { number }));
  return (
    <section>
      <Field label={t('records:review.correction')} error={errorAt(act.error, '/correction')}>
        {(given) => <input {...given} value={correction} onChange={(event) => setCorrection(event.target.value)} />}
      </Field>
      <div className="acts">
        <Button
          why={correction.trim() === '' ? t('records:review.needsCorrection') : null}
          busy={act.isPending ? t('records:saving') : null}
          onPress={() => act.mutate({ correction: correction.trim() })}
        >
          {t('records:review.correct')}
        </Button>
      </div>
      {act.error === null ? null : <Failure title={t('records:review.notRecorded')} error={act.error} />}
    </section>
  );
}
