import { useWords } from '../words/use-words.js';
import { onChosen } from '../parts/on-chosen.js';
import { CHECKLIST_ANSWERS, FACT_FIELDS, type ChecklistAnswer, type FactField } from '../../domain/rulebook/regime.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { buildRecord } from '../../domain/record-keys.js';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContentCategory } from '../../domain/reports/content-category.js';
import { AUTHENTICITIES, PRIORITIES, type Authenticity, type Priority } from '../../domain/notices/notice.js';
import { read } from '../http/call.js';
import { useCommand } from '../http/commands.js';
import type { Notice, Page } from '../http/types.js';
import { pickInstant, readWhen } from '../intake/when/when.js';
import { WhenField } from '../intake/when/WhenField.js';
import { ownZone } from '../intake/when/zones.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { say } from '../state/message.js';
import { nowMs } from '../state/now.js';
import { refuseRaising } from '../../domain/notices/sender.js';
import { ActField } from './acts/ActDialog.js';
import { CategoryField } from './CategoryField.js';
import { PriorityField } from './PriorityField.js';
import { SenderDoubts } from './sender/SenderDoubts.js';

const TIMES = ['issuedAt', 'servedAt', 'effectiveUntil'] as const;
type Time = (typeof TIMES)[number] | FactField;
const ALL_TIMES: readonly Time[] = [...TIMES, ...FACT_FIELDS];

interface RegimeLine {
  id: string;
  version: string;
  title: string;
  jurisdiction: string;
  status: string;
}

type Answers = Record<string, ChecklistAnswer>;

export default function TriageDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const [regime, setRegime] = useState(notice.regime.id);
  const [authenticity, setAuthenticity] = useState<Authenticity>(notice.authenticity);
  const [times, setTimes] = useState<Record<Time, string>>({
    issuedAt: notice.issuedAt ?? '',
    servedAt: notice.servedAt ?? '',
    effectiveUntil: notice.effectiveUntil ?? '',
    ...buildRecord(FACT_FIELDS, (name) => notice.facts[name] ?? ''),
  });
  const [queue, setQueue] = useState(notice.queue ?? '');
  const [category, setCategory] = useState<ContentCategory | ''>(notice.category ?? '');
  const [priority, setPriority] = useState<Priority | ''>(isOneOf(PRIORITIES, notice.priority) ? notice.priority : '');
  const [answers, setAnswers] = useState<Answers>(() =>
    Object.fromEntries(notice.checklist.flatMap(({ id, answer }) => (answer === null ? [] : [[id, answer]]))),
  );
  const regimes = useQuery({
    queryKey: ['regimes', notice.receivedAt],
    queryFn: ({ signal }) =>
      read<Page<RegimeLine>>(`/v1/rulebook/regimes?limit=200&at=${encodeURIComponent(notice.receivedAt)}`, { signal }),
    staleTime: 60_000,
  }).data?.items;
  const triage = useCommand(notice.id, 'triage', () => {
    say(t('notice:triage.done'));
    onClose();
  });
  const mine = (regimes ?? []).filter(({ jurisdiction }) => jurisdiction === notice.jurisdiction);
  const others = (regimes ?? []).filter(({ jurisdiction }) => jurisdiction !== notice.jurisdiction);
  const reading = { zone: ownZone(), now: nowMs() };
  const readTime = (name: Time) => readWhen(times[name], reading);
  const changed = (name: Time) => {
    const at = pickInstant(readTime(name));
    return at === null || at === findKnown(notice, name) ? {} : { [name]: at };
  };
  const isUnread = ALL_TIMES.some((name) => !['empty', 'read'].includes(readTime(name).state));
  const go = () => {
    const facts = ['issuedAt' as const, 'servedAt' as const, ...FACT_FIELDS].reduce(
      (all, name) => ({ ...all, ...changed(name) }),
      {},
    );
    triage.mutate({
      // If several laws are candidates, naming one settles the question.
      regime: regime === notice.regime.id && notice.lawCandidates.length === 0 ? null : regime,
      authenticity,
      ...(Object.keys(answers).length === 0 || regime !== notice.regime.id ? {} : { checklist: answers }),
      ...(Object.keys(facts).length === 0 ? {} : { facts }),
      ...(times.effectiveUntil.trim() === '' && notice.effectiveUntil !== null
        ? { effectiveUntil: null }
        : changed('effectiveUntil')),
      ...(queue.trim() === (notice.queue ?? '') ? {} : { queue: queue.trim() }),
      ...(category === (notice.category ?? '') ? {} : { category: category === '' ? null : category }),
      ...(priority === '' || priority === notice.priority ? {} : { priority }),
    });
  };
  return (
    <Dialog
      title={t('notice:triage.title')}
      onClose={onClose}
      wide
      go={{
        label: t('notice:triage.go'),
        run: go,
        why: isUnread ? t('intake:when.why') : null,
        busy: triage.isPending ? t('notice:triage.go') : null,
      }}
    >
      <p>{t('notice:triage.body')}</p>
      <SenderDoubts doubts={notice.senderDoubts} />
      <div className="form-grid">
        <label>
          {t('notice:triage.regime')}
          <span className="field">
            <select value={regime} onChange={(event) => setRegime(event.target.value)}>
              {regimes === undefined ? <option value={regime}>{regime}</option> : null}
              {[...mine, ...others].map((line) => (
                <option key={`${line.id} ${line.version}`} value={line.id}>
                  {line.id}: {line.title} ({line.version})
                </option>
              ))}
            </select>
          </span>
          {notice.lawCandidates.map(({ id, why, words }) => (
            <span className="why" key={id}>
              {t('notice:triage.candidate', { id, why, words: words.join(', ') })}
            </span>
          ))}
        </label>
        {notice.asksCategory || notice.category !== null ? (
          <CategoryField value={category} onChange={setCategory} />
        ) : null}
        <label>
          {t('notice:triage.authenticity')}
          <span className="field">
            <select value={authenticity} onChange={onChosen(AUTHENTICITIES, setAuthenticity)}>
              {AUTHENTICITIES.filter((each) => refuseRaising(notice.authenticity, each) === null).map((each) => (
                <option key={each} value={each}>
                  {t(`words:authenticity.${each}`)}
                </option>
              ))}
            </select>
          </span>
          <span className="why">{t('authenticity:raised')}</span>
        </label>
        <Times times={times} zone={reading.zone} onTimes={setTimes} />
        <ActField
          label={t('notice:facts.queue')}
          value={queue}
          help={t('notice:triage.queueHelp')}
          onChange={setQueue}
        />
        <PriorityField value={priority} onChange={setPriority} />
      </div>
      {notice.checklist.length === 0 || regime !== notice.regime.id ? null : (
        <Checklist items={notice.checklist} answers={answers} onAnswers={setAnswers} />
      )}
      {triage.error === null ? null : <Failure title={t('notice:triage.failed')} error={triage.error} />}
    </Dialog>
  );
}

function Times(props: { times: Record<Time, string>; zone: string; onTimes: (times: Record<Time, string>) => void }) {
  const { times, zone, onTimes } = props;
  const t = useWords();
  const formatLabel = (name: Time) =>
    isOneOf(FACT_FIELDS, name) ? t(`notice:triage.fact.${name}`) : t(`intake:when.${name}`);
  return ALL_TIMES.map((name) => (
    <WhenField
      key={name}
      label={formatLabel(name)}
      value={times[name]}
      zone={zone}
      help={t(name === 'effectiveUntil' ? 'notice:triage.noEnd' : 'notice:triage.keeps')}
      onChange={(text) => onTimes({ ...times, [name]: text })}
    />
  ));
}

function findKnown(notice: Notice, name: Time): string | null {
  const known = name in notice.facts ? notice.facts[name] : notice[name as (typeof TIMES)[number]];
  return known == null ? null : new Date(known).toISOString();
}

function Checklist(props: { items: Notice['checklist']; answers: Answers; onAnswers: (answers: Answers) => void }) {
  const { items, answers, onAnswers } = props;
  const t = useWords();
  return (
    <fieldset>
      <legend>{t('notice:triage.checklist')}</legend>
      {items.map(({ id, asks }) => (
        <div className="line answer" key={id}>
          <span>{asks}</span>
          <div className="segments" role="group" aria-label={asks}>
            {CHECKLIST_ANSWERS.map((answer) => (
              <button
                key={answer}
                type="button"
                aria-pressed={answers[id] === answer}
                onClick={() => onAnswers({ ...answers, [id]: answer })}
              >
                {t(`notice:triage.${answer}`)}
              </button>
            ))}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
