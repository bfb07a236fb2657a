import { formatInstant, formatList, formatNumber, withOwnTimes } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useWords } from '../words/use-words.js';
import { reasonsForCounsel, type ShownSeat } from './seats.js';
import type { MayApprove, SubmissionRecord } from './types.js';

/** The approver slots: who filled them, which are open, why the reader cannot fill one and who else can. */
export function Seats({
  submission,
  seats,
  may,
}: {
  submission: SubmissionRecord;
  seats: readonly ShownSeat[];
  may: MayApprove | null;
}) {
  const t = useWords();
  const isOpen = submission.state === 'open';
  // A submission that is decided requires no further approvals, so only filled slots are shown.
  const shown = isOpen ? seats : seats.filter(({ state }) => state === 'filled');
  const reasons = isOpen ? reasonsForCounsel(submission).map((risk) => t(`approval:seats.because.${risk}`)) : [];
  return (
    <section>
      <div className="heading">
        {t('approval:seats.title')}{' '}
        <span className="push number">
          {t('approval:seats.given', {
            given: formatNumber(submission.approvals.length),
            needed: formatNumber(submission.approvalsNeeded),
          })}
        </span>
      </div>
      {seats.length === 0 ? <p className="muted">{t('approval:seats.none')}</p> : null}
      {shown.map((seat, place) => (
        <OneSeat key={seat.state === 'filled' ? seat.by : `${place}`} seat={seat} />
      ))}
      {submission.lapsedApprovals.length === 0 ? null : (
        <p className="why">
          {t('approval:seats.lapsed', { names: formatList(submission.lapsedApprovals.map(({ name }) => name)) })}
        </p>
      )}
      {reasons.length === 0 ? null : (
        <p className="why">{t('approval:seats.asked', { reasons: formatList(reasons) })}</p>
      )}
      {isOpen && may !== null ? <Others may={may} /> : null}
    </section>
  );
}

function OneSeat({ seat }: { seat: ShownSeat }) {
  const t = useWords();
  if (seat.state === 'filled') {
    const yes = t('approval:seats.yes', { at: formatInstant(seat.at) });
    const standing =
      seat.standsFor.length === 0 ? '' : `, ${t('approval:seats.standsFor', { names: formatList(seat.standsFor) })}`;
    return (
      <div className="seat">
        <Icon name="s-met" className="ok-ink" />
        <div>
          <span className="medium">{seat.name}</span> <span className="muted">{yes + standing}</span>
        </div>
      </div>
    );
  }
  const name = t(`approval:seats.seat.${seat.seat}`);
  return (
    <div className="seat">
      <Icon
        name={seat.state === 'yours' ? 'm-you' : 's-theirs'}
        className={seat.state === 'yours' ? 'accent-ink' : 'muted'}
      />
      <div className={seat.state === 'yours' ? 'medium' : 'muted'}>
        {t(seat.state === 'yours' ? 'approval:seats.youAs' : 'approval:seats.open', { seat: name })}
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
        ? t(may.ok ? 'approval:seats.othersToo' : 'approval:seats.others', { names })
        : may.ok
          ? ''
          : t('approval:seats.nobody')}
    </p>
  );
}
