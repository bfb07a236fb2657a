import { useQuery } from '@tanstack/react-query';
import { isOneOf } from '../../domain/is-one-of.js';
import { onChosen } from '../parts/on-chosen.js';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ALONE_CAUSES, RESTORE_CAUSES, seatsFor, type RestoreCause } from '../../domain/submission/submission.js';
import { HANDFUL, readNumber } from '../approval/counts.js';
import { useColleagues } from '../http/colleagues.js';
import { useCommand } from '../http/commands.js';
import { useMay } from '../http/may.js';
import { clocksQuery } from '../http/queries.js';
import { sessionStore } from '../http/session.js';
import type { Notice } from '../http/types.js';
import { can } from '../../domain/people/permission.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatList, formatNumber } from '../parts/format.js';
import { say } from '../state/message.js';
import { nowMs } from '../state/now.js';
import { useStore } from '../state/store.js';
import { useWords, type Words } from '../words/use-words.js';
import { isOnRecord } from './basis-gone.js';
import type { InForceFilter } from './InForce.js';
import { countPicked, nothingPicked, toSelection, type Picked } from './numbers.js';

interface RestorePanelProps {
  notice: Notice;
  picked: Picked;
  onPicked: (picked: Picked) => void;
  filter: InForceFilter;
}

/** Takes back what is in force: which targets, why, and what happens then. */
export function RestorePanel({ notice, picked, onPicked, filter }: RestorePanelProps) {
  const t = useWords();
  const [form, setForm] = useState<Form>(EMPTY);
  const { cause, note, typed } = form;
  const mayRestore = useMay()('reinstate');
  const count = countPicked(picked);
  const isAlone = cause !== '' && isActAlone(cause);
  const reinstate = useCommand(notice.id, 'reinstate', () => {
    say(t(isAlone ? 'enforcement:restore.doneAlone' : 'enforcement:restore.done', { count }));
    onPicked(nothingPicked);
    setForm(EMPTY);
  });
  const clocks = useQuery(clocksQuery(notice.id)).data?.items ?? [];
  const isShown = cause === '' || isOnRecord(cause, { notice, clocks, now: nowMs() });
  const select = toSelection(picked, { ...filter });
  const why =
    whyNotRestore(notice, mayRestore, t) ??
    (select === null ? t('enforcement:restore.needTargets') : null) ??
    (cause === '' ? t('enforcement:restore.needCause') : null) ??
    (isShown ? null : t(`enforcement:restore.missing.${cause as 'order_lapsed'}`)) ??
    (count > HANDFUL && readNumber(typed) !== count
      ? t('enforcement:restore.typeWhy', { n: formatNumber(count) })
      : null);
  const go = () => {
    if (select !== null && cause !== '') reinstate.mutate({ select, cause, note: note.trim() });
  };
  return (
    <section className="restore">
      <div className="heading">{t('enforcement:restore.title')}</div>
      <p className="medium">{t('enforcement:restore.picked', { count })}</p>
      <WrittenNumbers picked={picked} onPicked={onPicked} />
      <Fields form={form} onForm={setForm} />
      {cause === '' || count === 0 || !isShown ? null : <WhatHappens notice={notice} cause={cause} count={count} />}
      {count > HANDFUL ? <Typed form={form} onForm={setForm} /> : null}
      {reinstate.error === null ? null : (
        <Failure title={t('enforcement:restore.failed')} error={reinstate.error} onClose={() => reinstate.reset()} />
      )}
      <div className="restore-foot">
        <Button
          variant={why === null ? 'primary' : 'plain'}
          wide
          why={why}
          showWhy
          busy={reinstate.isPending ? t('enforcement:restore.busy') : null}
          onPress={go}
        >
          {count === 0
            ? t('enforcement:restore.goBare')
            : t(isAlone && isShown ? 'enforcement:restore.goAlone' : 'enforcement:restore.go', { count })}
        </Button>
      </div>
      <Waiting notice={notice} />
    </section>
  );
}

interface Form {
  cause: RestoreCause | '';
  note: string;
  typed: string;
}

const EMPTY: Form = { cause: '', note: '', typed: '' };

interface FormProps {
  form: Form;
  onForm: (form: Form) => void;
}

function Fields({ form, onForm }: FormProps) {
  const t = useWords();
  return (
    <>
      <label className="below">
        <span className="heading">{t('enforcement:restore.cause')}</span>
        <span className="field">
          <select
            value={form.cause}
            onChange={onChosen(['', ...RESTORE_CAUSES], (cause) => onForm({ ...form, cause }))}
          >
            <option value="">{t('enforcement:restore.choose')}</option>
            {RESTORE_CAUSES.map((each) => (
              <option key={each} value={each}>
                {t(`enforcement:restore.causes.${each}`)}
              </option>
            ))}
          </select>
        </span>
      </label>
      <label className="field area below">
        <textarea
          rows={2}
          maxLength={4_000}
          value={form.note}
          placeholder={t('enforcement:restore.note')}
          aria-label={t('enforcement:restore.note')}
          onChange={(event) => onForm({ ...form, note: event.target.value })}
        />
      </label>
    </>
  );
}

function Typed({ form, onForm }: FormProps) {
  const t = useWords();
  return (
    <label className="type-number gap-above">
      <span>{t('enforcement:restore.type')}</span>
      <span className="field">
        <input
          value={form.typed}
          inputMode="numeric"
          autoComplete="off"
          onChange={(event) => onForm({ ...form, typed: event.target.value })}
        />
      </span>
    </label>
  );
}

function Waiting({ notice }: { notice: Notice }) {
  const t = useWords();
  const { submission } = notice;
  if (submission?.purpose !== 'restoration' || submission.state !== 'open') return null;
  return (
    <p className="why">
      {t('enforcement:restore.waits', { number: submission.number })}{' '}
      <Link to="/notices/$id/approval" params={{ id: notice.id }}>
        {t('enforcement:restore.read')}
      </Link>
    </p>
  );
}

function isActAlone(cause: RestoreCause): boolean {
  return isOneOf(ALONE_CAUSES, cause);
}

function whyNotRestore({ stage }: Notice, isAllowed: boolean, t: Words): string | null {
  if (!isAllowed) return t('enforcement:restore.role');
  return stage === 'in_force' || stage === 'reporting'
    ? null
    : t('enforcement:restore.stage', { stage: t(`words:stage.${stage}`) });
}

/** Numbers as people have them in a letter. */
function WrittenNumbers({ picked, onPicked }: Pick<RestorePanelProps, 'picked' | 'onPicked'>) {
  const t = useWords();
  const text = picked.kind === 'written' ? picked.text : '';
  const isBad = text.trim() !== '' && countPicked(picked) === 0;
  return (
    <label className="below">
      <span className="heading">{t('enforcement:restore.numbers')}</span>
      <span className={isBad ? 'field invalid' : 'field'}>
        <input
          value={text}
          placeholder="1-20, 31"
          autoComplete="off"
          aria-invalid={isBad}
          onChange={({ target }) =>
            onPicked(target.value === '' ? nothingPicked : { kind: 'written', text: target.value })
          }
        />
      </span>
      <span className={isBad ? 'why invalid' : 'why'}>
        {t(isBad ? 'enforcement:restore.numbersBad' : 'enforcement:restore.numbersHelp')}
      </span>
    </label>
  );
}

/** What follows, said before it is done. */
function WhatHappens({ notice, cause, count }: { notice: Notice; cause: RestoreCause; count: number }) {
  const t = useWords();
  const me = useStore(sessionStore).session?.person.id;
  const names = useColleagues()
    .filter(({ id, roles, away }) => id !== me && !away && can(roles, 'approve'))
    .slice(0, 6)
    .map(({ name }) => name);
  const needsYes = seatsFor({ purpose: 'restoration', cause, byLane: {}, protectedActing: 0 }).length > 0;
  return (
    <div className="below" aria-live="polite">
      <div className="heading">{t('enforcement:restore.then')}</div>
      <ul className="plain-list">
        <li>
          {needsYes
            ? names.length === 0
              ? t('enforcement:restore.asksRole')
              : t('enforcement:restore.asks', { names: formatList(names, 'disjunction') })
            : t('enforcement:restore.atOnce')}
        </li>
        <li>{t('enforcement:restore.effect', { count })}</li>
        <li>{t('enforcement:restore.shared', { number: notice.number })}</li>
      </ul>
    </div>
  );
}
