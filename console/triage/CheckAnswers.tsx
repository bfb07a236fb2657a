import { Term } from '../help/Term.js';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { DETAILS_OF_KIND } from '../../domain/notices/details.js';
import { PRIORITIES } from '../../domain/notices/notice.js';
import { SelectField } from '../forms/choices.js';
import { toOptions } from '../forms/Segments.js';
import { TextField } from '../forms/TextField.js';
import type { TriagePreview } from '../http/types.js';
import { clockName } from '../notice/clocks/clock-name.js';
import { ClockBadge } from '../parts/Clock.js';
import { toShown } from '../parts/clock-tone.js';
import { Fact } from '../parts/Fact.js';
import { Icon } from '../parts/Icon.js';
import { Instant } from '../parts/Instant.js';
import { Table, type Column } from '../parts/Table.js';
import { useWords, type Words } from '../words/use-words.js';
import { QUESTIONS } from './answers.js';
import { summarize } from './summary.js';
import type { Triage } from './use-triage.js';

type StartingClock = TriagePreview['clocks'][number];

/** Every answer with the way to change it, and which deadlines start, when, and why others do not. */
export function CheckAnswers({ triage }: { triage: Triage }) {
  const t = useWords();
  const { preview, show, form } = triage;
  const { values } = form;
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.focus({ preventScroll: true }), []);
  return (
    <div className="panel" ref={top} tabIndex={-1}>
      <section>
        <dl className="summary">
          {QUESTIONS.map((question) => (
            <div key={question} className="line">
              <dt className="muted">{t(`triage:short.${question}`)}</dt>
              <dd dir="auto">{summarize(question, triage, t)}</dd>
              <dd>
                <ChangeButton name={t(`triage:short.${question}`)} onPress={() => show(question)} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {values.authenticity === 'unverified' ? (
        <p className="pad why">
          <Icon name="m-warn" className="caution-ink" /> {t('notice:submitSender')}
        </p>
      ) : null}
      <DetailsRead triage={triage} />
      {preview === undefined ? null : <Starting preview={preview} />}
      <section className="halves">
        <TextField label={t('notice:facts.queue')} help={t('triage:queueHelp')} {...form.field('queue')} />
        <SelectField
          label={t('notice:facts.priority')}
          options={[
            ...(values.priority === '' ? [{ value: '' as const, text: t('words:priority.none') }] : []),
            ...toOptions(PRIORITIES, (each) => t(`words:priority.${each}`)),
          ]}
          {...form.field('priority')}
        />
      </section>
    </div>
  );
}

function DetailsRead({ triage: { notice, details } }: { triage: Triage }) {
  const t = useWords();
  const given = DETAILS_OF_KIND[notice.kind].flatMap((field) => {
    const text = details.values.details[field] ?? '';
    return text === '' ? [] : [{ field, text }];
  });
  if (given.length === 0) return null;
  return (
    <section>
      <h3 className="heading">{t('triage:details', { kind: t(`words:kind.${notice.kind}`) })}</h3>
      <dl className="key-values">
        {given.map(({ field, text }) => (
          <Fact key={field} name={t(`notice:detail.${field}`)}>
            {text}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

export function ChangeButton({ name, onPress }: { name: string; onPress: () => void }) {
  const t = useWords();
  return (
    <button type="button" className="text-button link" aria-label={t('triage:changeNamed', { name })} onClick={onPress}>
      {t('triage:change')}
    </button>
  );
}

function Starting({ preview: { clocks, waiting, problems, undercut } }: { preview: TriagePreview }) {
  const t = useWords();
  const columns = useMemo(() => buildColumns(t), [t]);
  return (
    <section>
      <h3 className="heading">
        <Term name="clock">{t('triage:starts.title')}</Term>
      </h3>
      <Table label={t('triage:starts.title')} rows={clocks} columns={columns} keyOf={toKey} wide />
      <Lines lines={waiting.map((each) => t('triage:starts.not', toWaitingText(each, t)))} icon="s-calm" />
      <Lines lines={undercut} icon="m-warn" />
      <Lines lines={problems} icon="m-warn" />
    </section>
  );
}

const toKey = ({ kind, owner, form, startsAt, receipt }: StartingClock) =>
  `${kind} ${owner} ${form} ${startsAt} ${String(receipt['source'])}`;

function toWaitingText({ kind, for: fact }: TriagePreview['waiting'][number], t: Words) {
  return { clock: t(`words:clock.${kind}`), fact: t(`triage:fact.${fact}`) };
}

function Lines({ lines, icon }: { lines: readonly string[]; icon: 's-calm' | 'm-warn' }) {
  if (lines.length === 0) return null;
  return (
    <ul className="check">
      {lines.map((line) => (
        <li key={line} className="muted">
          <Icon name={icon} />
          <span>{line}</span>
        </li>
      ))}
    </ul>
  );
}

function buildColumns(t: Words): Column<StartingClock>[] {
  const describeOwner = ({ owner, basis, confirmed }: StartingClock): ReactNode =>
    owner === 'authority'
      ? t('triage:starts.theirs')
      : `${t(`words:basis.${basis}`)}${confirmed ? '' : `, ${t('triage:starts.second')}`}`;
  return [
    { head: t('triage:starts.deadline'), cell: (clock) => clockName(clock, t) },
    { head: t('triage:starts.whose'), cell: describeOwner },
    {
      head: t('triage:starts.from'),
      cell: ({ startsAt }) => <Instant at={startsAt} short className="number nowrap" />,
    },
    {
      head: t('triage:starts.due'),
      cell: (clock) => (
        <>
          {clock.dueAt === null ? null : <Instant at={clock.dueAt} short className="number nowrap" />}{' '}
          <ClockBadge clock={toShown(clock)} kind={clockName(clock, t)} />
        </>
      ),
    },
  ];
}
