import { useQuery } from '@tanstack/react-query';
import { isOneOf } from '../../domain/is-one-of.js';
import { onChosen } from '../parts/on-chosen.js';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { RESTORE_CAUSES, type RestoreCause } from '../../domain/submissions/submission.js';
import { HANDFUL, readNumber } from '../approval/counts.js';
import { useColleagues } from '../http/colleagues.js';
import { useCommand } from '../http/commands.js';
import { useMay } from '../http/may.js';
import { restoreBasisQuery } from '../http/queries.js';
import { sessionStore } from '../http/session.js';
import type { Notice, RestoreBasisView } from '../http/types.js';
import { can } from '../../domain/people/permission.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatInstant, formatList, formatNumber } from '../parts/format.js';
import { say } from '../state/message.js';
import { useStore } from '../state/store.js';
import { useWords, type Words } from '../words/use-words.js';
import type { InForceFilter } from './InForce.js';
import { countPicked, nothingPicked, toSelection, type Picked } from './numbers.js';

interface RestorePanelProps {
  notice: Notice;
  picked: Picked;
  onPicked: (picked: Picked) => void;
  filter: InForceFilter;
}

export function RestorePanel({ notice, picked, onPicked, filter }: RestorePanelProps) {
  const t = useWords();
  const [form, setForm] = useState<Form>(EMPTY);
  const { cause, note, typed } = form;
  const mayRestore = useMay()('reinstate');
  const count = countPicked(picked);
  const basis = useQuery(restoreBasisQuery(notice.id)).data;
  const alone = basis?.causes.find((one) => one.cause === cause)?.alone ?? null;
  // Preserved targets require another person whatever the cause; only the answer of the API says if any were selected.
  const isAlone = alone !== null && basis?.preservedUntil === null;
  const reinstate = useCommand(notice.id, 'reinstate', (after) => {
    say(
      t(after.submission?.approvalsNeeded === 0 ? 'enforcement:restore.doneAlone' : 'enforcement:restore.done', {
        count,
      }),
    );
    onPicked(nothingPicked);
    setForm(EMPTY);
  });
  const select = toSelection(picked, { ...filter });
  const why =
    whyNotRestore(notice, mayRestore, t) ??
    (select === null ? t('enforcement:restore.needTargets') : null) ??
    (cause === '' ? t('enforcement:restore.needCause') : null) ??
    (count > HANDFUL && readNumber(typed) !== count
      ? t('enforcement:restore.typeWhy', { n: formatNumber(count) })
      : null);
  const go = () => {
    if (select !== null && cause !== '') reinstate.mutate({ select, cause, note: note.trim() });
  };
  return (
    <section>
      <div className="heading">{t('enforcement:restore.title')}</div>
      <p className="medium">{t('enforcement:restore.picked', { count })}</p>
      <WrittenNumbers picked={picked} onPicked={onPicked} />
      <Fields form={form} onForm={setForm} />
      {cause === '' || count === 0 || basis === undefined ? null : (
        <WhatHappens notice={notice} cause={cause} count={count} basis={basis} />
      )}
      {count > HANDFUL ? <Typed form={form} onForm={setForm} /> : null}
      <Failure title={t('enforcement:restore.failed')} error={reinstate.error} onClose={() => reinstate.reset()} />
      <div className="stack gap-above">
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
            : t(isAlone ? 'enforcement:restore.goAlone' : 'enforcement:restore.go', { count })}
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
      <label className="block gap-above">
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
      <label className="field area gap-above">
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
      <span className="field number">
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
      {t('notice:submitting.done', { number: submission.number })}{' '}
      <Link to="/notices/$id/approval" params={{ id: notice.id }}>
        {t('enforcement:restore.read')}
      </Link>
    </p>
  );
}

function whyNotRestore({ stage }: Notice, isAllowed: boolean, t: Words): string | null {
  if (!isAllowed) return t('enforcement:restore.role');
  return stage === 'in_force' || stage === 'reporting'
    ? null
    : t('enforcement:restore.stage', { stage: t(`words:stage.${stage}`) });
}

function WrittenNumbers({ picked, onPicked }: Pick<RestorePanelProps, 'picked' | 'onPicked'>) {
  const t = useWords();
  const text = picked.kind === 'written' ? picked.text : '';
  const isBad = text.trim() !== '' && countPicked(picked) === 0;
  return (
    <label className="block gap-above">
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

type Alone = NonNullable<RestoreBasisView['causes'][number]['alone']>;

function formatBasis({ basis, endedAt, number, law, refused }: Alone, t: Words): string {
  switch (basis) {
    case 'ended':
      return t('enforcement:restore.basis.ended', { at: endedAt === undefined ? '' : formatInstant(endedAt) });
    case 'revocation':
      return t('enforcement:restore.basis.revocation', { number: number ?? '' });
    case 'annulment':
      return t('enforcement:restore.basis.annulment', { law: law ?? '' });
    case 'refusal':
      return t('enforcement:restore.basis.refusal', { submission: refused ?? 0 });
  }
}

const SHOWN_BY_RECORD = ['order_lapsed', 'order_revoked', 'order_annulled', 'emergency_refused', 'appeal_won'] as const;

/** Whether the record can prove this cause, so that a missing proof is worth mentioning. */
function isShownByRecord(cause: RestoreCause): cause is (typeof SHOWN_BY_RECORD)[number] {
  return isOneOf(SHOWN_BY_RECORD, cause);
}

interface WhatHappensProps {
  notice: Notice;
  cause: RestoreCause;
  count: number;
  basis: RestoreBasisView;
}

function WhatHappens({ notice, cause, count, basis: { causes, preservedUntil } }: WhatHappensProps) {
  const t = useWords();
  const me = useStore(sessionStore).session?.person.id;
  const names = useColleagues()
    .filter(({ id, roles, away }) => id !== me && !away && can(roles, 'approve'))
    .slice(0, 6)
    .map(({ name }) => name);
  const alone = causes.find((one) => one.cause === cause)?.alone ?? null;
  const needsYes = alone === null || preservedUntil !== null;
  return (
    <div className="gap-above" aria-live="polite">
      <div className="heading">{t('enforcement:restore.then')}</div>
      <ul className="plain-list">
        {alone === null && isShownByRecord(cause) ? <li>{t(`enforcement:restore.missing.${cause}`)}</li> : null}
        {alone === null ? null : <li>{formatBasis(alone, t)}</li>}
        {preservedUntil === null ? null : (
          <li>
            {preservedUntil === 'open'
              ? t('enforcement:restore.preservedOpen')
              : t('enforcement:restore.preserved', { until: formatInstant(preservedUntil) })}
          </li>
        )}
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
