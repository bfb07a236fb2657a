import { formatInstant, formatList, formatNumber, withOwnTimes } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useWords } from '../words/use-words.js';
import { reasonsForCounsel, type ShownSlot } from './approver-slots.js';
import type { MayApprove, SubmissionRecord } from './types.js';

interface ApproverSlotsProps {
  submission: SubmissionRecord;
  approverSlots: readonly ShownSlot[];
  may: MayApprove | null;
}

/** The approver slots: who filled them, which are open, why the reader cannot fill one and who else can. */
export function ApproverSlots({ submission, approverSlots, may }: ApproverSlotsProps) {
  const t = useWords();
  const isOpen = submission.state === 'open';
  // A submission that is decided requires no further approvals, so only filled slots are shown.
  const shown = isOpen ? approverSlots : approverSlots.filter(({ state }) => state === 'filled');
  const reasons = isOpen
    ? reasonsForCounsel(submission).map((risk) => t(`approval:approverSlots.because.${risk}`))
    : [];
  return (
    <section>
      <div className="heading">
        {t('approval:approverSlots.title')}{' '}
        <span className="push number">
          {t('approval:approverSlots.given', {
            given: formatNumber(submission.approvals.length),
            needed: formatNumber(submission.approvalsNeeded),
          })}
        </span>
      </div>
      {approverSlots.length === 0 ? <p className="muted">{t('approval:approverSlots.none')}</p> : null}
      {shown.map((slot, place) => (
        <OneSlot key={slot.state === 'filled' ? slot.by : `${place}`} slot={slot} />
      ))}
      {submission.lapsedApprovals.length === 0 ? null : (
        <p className="why">
          {t('approval:approverSlots.lapsed', {
            names: formatList(submission.lapsedApprovals.map(({ name }) => name)),
          })}
        </p>
      )}
      {reasons.length === 0 ? null : (
        <p className="why">{t('approval:approverSlots.requested', { reasons: formatList(reasons) })}</p>
      )}
      {isOpen && may !== null ? <Others may={may} /> : null}
    </section>
  );
}

function OneSlot({ slot }: { slot: ShownSlot }) {
  const t = useWords();
  if (slot.state === 'filled') {
    const approvedText = t('approval:approverSlots.approval', { at: formatInstant(slot.at) });
    const delegationText =
      slot.actsFor.length === 0 ? '' : `, ${t('approval:approverSlots.actsFor', { names: formatList(slot.actsFor) })}`;
    return (
      <div className="seat">
        <Icon name="s-met" className="ok-ink" />
        <div>
          <span className="medium">{slot.name}</span> <span className="muted">{approvedText + delegationText}</span>
        </div>
      </div>
    );
  }
  const name = t(`approval:approverSlots.slot.${slot.slot}`);
  return (
    <div className="seat">
      <Icon
        name={slot.state === 'yours' ? 'm-you' : 's-theirs'}
        className={slot.state === 'yours' ? 'accent-ink' : 'muted'}
      />
      <div className={slot.state === 'yours' ? 'medium' : 'muted'}>
        {t(slot.state === 'yours' ? 'approval:approverSlots.youAs' : 'approval:approverSlots.open', { slot: name })}
      </div>
    </div>
  );
}

function Others({ may }: { may: MayApprove }) {
  const t = useWords();
  const names = formatList(
    may.others.map(({ name }) => name),
    'disjunction',
  );
  return (
    <p className="why">
      {may.why === null ? '' : `${withOwnTimes(may.why)} `}
      {may.others.length > 0
        ? t(may.ok ? 'approval:approverSlots.othersToo' : 'approval:approverSlots.others', { names })
        : may.ok
          ? ''
          : t('approval:approverSlots.nobody')}
    </p>
  );
}
