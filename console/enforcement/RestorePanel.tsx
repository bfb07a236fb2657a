import { useQuery } from '@tanstack/react-query';
import { isOneOf } from '../../domain/is-one-of.js';
import { Link } from '@tanstack/react-router';
import { RESTORE_CAUSES, type RestoreCause } from '../../domain/submissions/submission.js';
import { readNumber, needsTypedNumber } from '../approval/counts.js';
import { useColleagues } from '../http/colleagues.js';
import { type Commanded } from '../http/commands.js';
import { useMay } from '../http/may.js';
import { restoreBasisQuery } from '../http/queries.js';
import { sessionStore } from '../http/session.js';
import type { Notice, RestoreBasisView } from '../http/types.js';
import { can } from '../../domain/people/permission.js';
import { Button } from '../parts/Button.js';
import { formatInstant, formatList, formatNumber } from '../parts/format.js';
import { useStore } from '../state/store.js';
import { useWords, type Words } from '../words/use-words.js';
import type { InForceFilter } from './InForce.js';
import { countPicked, nothingPicked, toSelection, type Picked } from './numbers.js';
import { useNoticeForm, type CommandForm } from '../forms/use-command-form.js';
import { TypedNumber } from '../forms/TypedNumber.js';
import { CommandFields } from '../forms/CommandDialog.js';
import { SelectField } from '../forms/choices.js';
import { TextField } from '../forms/TextField.js';
import { toOptions } from '../forms/Segments.js';

interface RestorePanelProps {
  notice: Notice;
  picked: Picked;
  onPicked: (picked: Picked) => void;
  filter: InForceFilter;
}

export function RestorePanel({ notice, picked, onPicked, filter }: RestorePanelProps) {
  const t = useWords();
  const count = countPicked(picked);
  const isMany = needsTypedNumber(count);
  const mayRestore = useMay()('reinstate');
  const basis = useQuery(restoreBasisQuery(notice.id)).data;
  const select = toSelection(picked, { ...filter });
  const form: CommandForm<RestoreForm> = useNoticeForm(notice.id, 'reinstate', {
    start: EMPTY,
    body: ({ cause, note }) => (select === null || cause === '' ? null : { select, cause, note: note.trim() }),
    whyNever: whyNotRestore(notice, mayRestore, t),
    why: ({ cause, typed }) => {
      if (select === null) return t('enforcement:restore.needTargets');
      if (cause === '') return t('enforcement:restore.needCause');
      return isMany && readNumber(typed) !== count
        ? t('enforcement:restore.typeWhy', { n: formatNumber(count) })
        : null;
    },
    done: ({ submission }: Commanded) =>
      t(submission?.approvalsNeeded === 0 ? 'enforcement:restore.doneAlone' : 'enforcement:restore.done', { count }),
    onDone: () => {
      onPicked(nothingPicked);
      form.change(EMPTY);
    },
  });
  const { field, why } = form;
  const { cause } = form.values;
  const alone = basis?.causes.find((one) => one.cause === cause)?.alone ?? null;
  // Preserved targets require another person whatever the cause; only the answer of the API says if any were selected.
  const isAlone = alone !== null && basis?.preservedUntil === null;
  return (
    <section>
      <div className="heading">{t('enforcement:restore.title')}</div>
      <p className="medium">{t('enforcement:restore.picked', { count })}</p>
      <CommandFields form={form} failed={t('enforcement:restore.failed')}>
        <WrittenNumbers picked={picked} onPicked={onPicked} />
        <SelectField
          label={t('enforcement:restore.cause')}
          options={[
            { value: '', text: t('enforcement:restore.choose') },
            ...toOptions(RESTORE_CAUSES, (each) => t(`enforcement:restore.causes.${each}`)),
          ]}
          {...field('cause')}
        />
        <TextField label={t('enforcement:restore.note')} rows={2} {...field('note')} />
        {cause === '' || count === 0 || basis === undefined ? null : (
          <WhatHappens notice={notice} cause={cause} count={count} basis={basis} />
        )}
        {isMany ? <TypedNumber label={t('enforcement:restore.type')} {...field('typed')} /> : null}
        <Button
          variant={why === null ? 'primary' : 'plain'}
          wide
          why={why}
          showWhy
          busy={form.isPending ? t('enforcement:restore.busy') : null}
          onPress={form.send}
        >
          {count === 0
            ? t('enforcement:restore.goBare')
            : t(isAlone ? 'enforcement:restore.goAlone' : 'enforcement:restore.go', { count })}
        </Button>
      </CommandFields>
      <Waiting notice={notice} />
    </section>
  );
}

interface RestoreForm {
  cause: RestoreCause | '';
  note: string;
  typed: string;
}

const EMPTY: RestoreForm = { cause: '', note: '', typed: '' };

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
    <TextField
      label={t('enforcement:restore.numbers')}
      help={isBad ? null : t('enforcement:restore.numbersHelp')}
      error={isBad ? t('enforcement:restore.numbersBad') : undefined}
      placeholder="1-20, 31"
      value={text}
      onChange={(typed) => onPicked(typed === '' ? nothingPicked : { kind: 'written', text: typed })}
    />
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
    <div aria-live="polite">
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
