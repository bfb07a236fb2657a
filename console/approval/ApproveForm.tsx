import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ReasonDialog } from '../forms/ReasonDialog.js';
import { useNoticeForm } from '../forms/use-command-form.js';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatList, formatNumber } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords, type Words } from '../words/use-words.js';
import { countEnforcedTargets, numberToType, readNumber } from './counts.js';
import { Digest } from './Digest.js';
import type { ShownLetter } from './queries.js';
import { leftAfter, whyNotApprove, type ShownSlot } from './approver-slots.js';
import type { MayApprove, SubmissionRecord } from './types.js';
import { TypedNumber } from '../forms/TypedNumber.js';

interface ApproveFormProps {
  notice: Notice;
  submission: SubmissionRecord;
  approverSlots: readonly ShownSlot[];
  may: MayApprove | null;
  unread: readonly ShownLetter[];
  /** How many things stand out. */
  flags: number;
  onLetters: () => void;
  /** The number of the submission that was on screen before this one replaced it; null if none did. */
  replaced: number | null;
  onReadNew: () => void;
}

export function ApproveForm(props: ApproveFormProps) {
  const { notice, submission, approverSlots, may, replaced, onReadNew } = props;
  const t = useWords();
  const [isReturning, setReturning] = useState(false);
  const left = leftAfter(approverSlots);
  const enforced = countEnforcedTargets(submission);
  const neededNumber = numberToType(submission);
  const form = useNoticeForm(notice.id, 'approve', {
    start: { typed: '' },
    body: () => ({ submission: submission.number, digest: submission.digest }),
    why: ({ typed }) =>
      whyNotApprove(may) ??
      (replaced === null ? null : t('approval:go.changed', { number: submission.number, before: replaced })) ??
      (neededNumber === null || readNumber(typed) === neededNumber
        ? null
        : t('approval:go.typeWhy', { n: formatNumber(neededNumber) })),
    done: doneText(t, { left, enforced }),
  });
  const { why, send } = form;
  const numberField = useRef<HTMLInputElement>(null);
  const typesNumber = neededNumber !== null && may?.ok === true;
  const typeLabel = t(submission.purpose === 'restoration' ? 'approval:go.typeRestore' : 'approval:go.type');
  const whyReturn = notice.allowedCommands.includes('return') ? null : t('approval:go.returnRole');
  useShortcuts([
    // The key leads to what is missing: it approves once the number is there.
    ...(typesNumber && readNumber(form.values.typed) === null
      ? [{ id: 'number', label: typeLabel, keys: 'a', run: () => numberField.current?.focus(), hidden: true }]
      : []),
    { id: 'approve', label: t('approval:go.approve'), keys: 'a', run: send, why },
    { id: 'return', label: t('approval:go.return'), keys: 'r', run: () => setReturning(true), why: whyReturn },
  ]);
  return (
    <div className="panel-foot approve-foot no-print">
      <p className="foot-flags line">
        <Icon name={props.flags === 0 ? 's-met' : 'm-warn'} className={props.flags === 0 ? '' : 'caution-ink'} />
        <span>{t('approval:flags.count', { count: props.flags })}</span>
        <a className="push" href="#decision">
          {t('approval:flags.showAll')}
        </a>
      </p>
      {replaced === null ? null : <Replaced {...{ submission, replaced, onReadNew }} />}
      {may?.ok === true ? <Unread {...props} /> : null}
      {typesNumber ? <TypedNumber label={typeLabel} {...form.field('typed')} ref={numberField} onEnter={send} /> : null}
      <Failure title={t('approval:go.failed')} error={form.error} onClose={form.reset} />
      <Button
        variant="primary"
        wide
        keys="a"
        why={why}
        showWhy={may?.ok === true && replaced === null}
        busy={form.isPending ? t('approval:go.busy') : null}
        onPress={send}
      >
        {t(goLabel(submission, { isLast: left.length === 0, enforced }))}
      </Button>
      <Button wide keys="r" why={whyReturn} onPress={() => setReturning(true)} hasPopup="dialog">
        {t('approval:go.return')}
      </Button>
      <p className="why">
        {may?.ok === true ? `${startsText(t, { submission, left, enforced })} ` : ''}
        <Digest digest={submission.digest} />
      </p>
      {isReturning ? (
        <ReturnDialog notice={notice} submission={submission} onClose={() => setReturning(false)} />
      ) : null}
    </div>
  );
}

function ReturnDialog({
  notice,
  submission,
  onClose,
}: Pick<ApproveFormProps, 'notice' | 'submission'> & { onClose: () => void }) {
  const t = useWords();
  const { number } = submission;
  const form = useNoticeForm(notice.id, 'return', {
    start: { reason: '' },
    body: ({ reason }) => ({ submission: number, reason: reason.trim() }),
    done: t('approval:returning.done', { number }),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={t('approval:returning.title', { number })}
      body={t('approval:returning.body')}
      go={t('approval:returning.go')}
      busy={t('approval:returning.busy')}
      failed={t('approval:returning.failed')}
    />
  );
}

type ApprovalEffect = { isLast: boolean; enforced: number };

function goLabel({ purpose, emergency }: SubmissionRecord, { isLast, enforced }: ApprovalEffect) {
  if (!isLast || enforced === 0) return 'approval:go.approve';
  if (purpose === 'restoration') return 'approval:go.approveRestore';
  return emergency ? 'approval:go.approveNow' : 'approval:go.approveStart';
}

function slotNames(t: Words, approverSlots: readonly ('approver' | 'counsel')[]): string {
  return formatList(approverSlots.map((slot) => t(`approval:approverSlots.slot.${slot}`)));
}

function startsText(
  t: Words,
  {
    submission,
    left,
    enforced,
  }: { submission: SubmissionRecord; left: readonly ('approver' | 'counsel')[]; enforced: number },
): string {
  if (left.length > 0)
    return `${t('approval:go.more', { approverSlots: slotNames(t, left) })} ${t('approval:go.waits')}`;
  if (enforced === 0) return t('approval:go.lastLetters');
  if (submission.purpose === 'restoration') return t('approval:go.lastRestore', { count: enforced });
  const starts = t('approval:go.last', { count: enforced });
  return submission.emergency ? `${starts} ${t('approval:go.ratifyAfter')}` : starts;
}

function doneText(
  t: Words,
  { left, enforced }: { left: readonly ('approver' | 'counsel')[]; enforced: number },
): string {
  if (left.length > 0) return t('approval:go.doneMore', { approverSlots: slotNames(t, left) });
  return enforced === 0 ? t('approval:go.doneLetters') : t('approval:go.done', { count: enforced });
}

interface ReplacedProps {
  submission: SubmissionRecord;
  replaced: number;
  onReadNew: () => void;
}

function Replaced({ submission, replaced, onReadNew }: ReplacedProps) {
  const t = useWords();
  return (
    <div className="line fine caution-ink" role="status">
      <Icon name="m-warn" />
      <span>{t('approval:go.changed', { number: submission.number, before: replaced })}</span>
      <Button size="small" className="push" onPress={onReadNew}>
        {t('approval:go.readNew', { number: submission.number })}
      </Button>
    </div>
  );
}

function Unread({ unread, onLetters }: Pick<ApproveFormProps, 'unread' | 'onLetters'>) {
  const t = useWords();
  if (unread.length === 0) return null;
  const kinds = formatList(unread.map(({ kind }) => t(`letters:kind.${kind}`)));
  return (
    <p className="line fine caution-ink">
      <Icon name="m-warn" />
      <span>{t('approval:go.unread', { count: unread.length, kinds })}</span>
      <button type="button" className="text-button link push" onClick={onLetters}>
        {t('approval:go.open')}
      </button>
    </p>
  );
}

export function AfterApproval({ notice, submission }: { notice: Notice; submission: SubmissionRecord }) {
  const t = useWords();
  const isApproved = submission.state === 'approved';
  if (isApproved && countEnforcedTargets(submission) > 0)
    return (
      <Link className="button primary wide" to="/notices/$id/enforcement" params={{ id: notice.id }}>
        {t('approval:over.enforcement')}
      </Link>
    );
  if (submission.state === 'returned' || submission.state === 'void')
    return (
      <Link className="button wide" to="/notices/$id" params={{ id: notice.id }}>
        {t('approval:over.review')}
      </Link>
    );
  return null;
}
