import { isOneOf } from '../../domain/is-one-of.js';
import { PRIORITIES } from '../../domain/notices/notice.js';
import { useWords, type Words } from '../words/use-words.js';
import { BandRow } from '../parts/Table.js';
import { Link } from '@tanstack/react-router';
import { sessionStore } from '../http/session.js';
import type { NoticeSummary } from '../http/types.js';
import { ClockBadge } from '../parts/Clock.js';
import { formatClock, formatNumber, formatSpan, inSentence } from '../parts/format.js';
import { SelectBox } from '../parts/SelectBox.js';
import { unlessLink } from '../parts/use-row-focus.js';
import { Tag } from '../parts/Tag.js';
import { nowMs } from '../state/now.js';
import type { Band } from './bands.js';
import { findShownDue } from './due.js';
import type { Present } from './presence.js';
import { joinTexts } from '../parts/texts.js';

interface QueueRowProps {
  notice: NoticeSummary;
  /** Set on the first row of each band; null on the others. */
  band: { name: Band; count: number } | null;
  isCursor: boolean;
  isSelected: boolean;
  present: Present | undefined;
  onCursor: () => void;
  onToggle: () => void;
  onOpen: () => void;
}

export function QueueRow({ notice, band, isCursor, isSelected, present, onCursor, onToggle, onOpen }: QueueRowProps) {
  const t = useWords();
  const names = joinTexts(['row queue-row', isCursor ? 'current' : '', isSelected ? 'selected' : '']);
  return (
    <>
      {band === null ? null : <BandRow count={band.count}>{t(`queue:band.${band.name}`)}</BandRow>}
      <div
        className={names}
        role="row"
        tabIndex={isCursor ? 0 : -1}
        aria-selected={isSelected}
        onClick={unlessLink(onCursor)}
        onDoubleClick={onOpen}
        onFocus={isCursor ? undefined : onCursor}
      >
        <span className="queue-select" role="gridcell">
          <SelectBox isOn={isSelected} label={`${t('queue:col.selected')}: ${notice.number}`} onToggle={onToggle} />
        </span>
        <Due notice={notice} />
        <Main notice={notice} />
        <Count notice={notice} />
        <Stage notice={notice} />
        <Who notice={notice} present={present} />
      </div>
    </>
  );
}

interface CellProps {
  notice: NoticeSummary;
}

function Main({ notice }: CellProps) {
  const t = useWords();
  return (
    <span className="queue-main" role="gridcell">
      <Link
        className="subject block cut medium"
        to={notice.stage === 'approval' ? '/notices/$id/approval' : '/notices/$id'}
        params={{ id: notice.id }}
        tabIndex={-1}
        dir="auto"
      >
        {notice.subject === '' ? t(`words:kind.${notice.kind}`) : notice.subject}
      </Link>
      <span className="line meta number fine faint">
        <span className="identifier">{notice.number}</span>
        <span className="cut">
          {notice.regime.id} · {notice.authority.name}
        </span>
        <Marks notice={notice} />
      </span>
    </span>
  );
}

function Marks({ notice }: CellProps) {
  const t = useWords();
  const { level } = notice.secrecy;
  return (
    <>
      {notice.protected > 0 ? (
        <Tag tone="guard" icon="m-guard" title={t('queue:protectedTitle')}>
          {t('queue:protected', { count: notice.protected })}
        </Tag>
      ) : null}
      <PriorityTag notice={notice} />
      <OrderTag notice={notice} />
      {level === 'open' ? null : (
        <Tag tone="guard" icon="m-lock" title={t(`notice:secret.${level}`)}>
          <span className="visually-hidden">{t(`words:secrecy.${level}`)}</span>
        </Tag>
      )}
      {notice.alertKinds.some((kind) => kind !== 'order_not_in_effect') ? (
        <Tag tone="caution" icon="m-warn">
          {t('queue:alert')}
        </Tag>
      ) : null}
    </>
  );
}

function PriorityTag({ notice: { priority } }: CellProps) {
  const t = useWords();
  if (!isOneOf(PRIORITIES, priority) || priority === 'normal') return null;
  const tone = priority === 'urgent' ? 'danger' : 'caution';
  return <Tag {...(priority === 'low' ? {} : { tone })}>{t(`words:priority.${priority}`)}</Tag>;
}

function Count({ notice: { counts } }: CellProps) {
  const t = useWords();
  return (
    <span className="queue-count align-end number" role="gridcell">
      {formatNumber(counts.targets)}
      <small className="fine faint cut">
        {counts.applied > 0
          ? t('queue:inForce', { n: formatNumber(counts.applied) })
          : t('queue:decided', { n: formatNumber(counts.targets - counts.undecided) })}
      </small>
    </span>
  );
}

function Stage({ notice }: CellProps) {
  const t = useWords();
  return (
    <span className="queue-stage" role="gridcell">
      {t(`words:stage.${notice.stage}`)}
      <small className="fine faint cut">{describeStage(notice, t)}</small>
    </span>
  );
}

function describeStage({ approvals, counts, stage, outcome }: NoticeSummary, t: Words): string {
  if (approvals !== null) {
    const given = t('queue:approvals', { given: approvals.given, needed: approvals.needed });
    return approvals.yours === true ? `${given}, ${t('queue:waitsForYou')}` : given;
  }
  if (counts.undecided > 0 && stage === 'review') return t('queue:left', { n: formatNumber(counts.undecided) });
  return outcome === null ? '' : t(`words:outcome.${outcome}`);
}

function Due({ notice }: CellProps) {
  const t = useWords();
  const due = findShownDue(notice);
  if (due === null) {
    return (
      <span className="queue-due faint" role="gridcell">
        <span className="kind">{t('queue:noClock')}</span>
      </span>
    );
  }
  const kind = t(`words:clock.${due.kind}`);
  return (
    <span className="queue-due" role="gridcell">
      <ClockBadge clock={due.clock} kind={kind} />
      <small className="kind fine faint cut" aria-hidden="true">
        {inSentence(kind)}
        {due.basis === 'order' ? `, ${t('words:basis.order')}` : ''}
        {due.unchecked ? (
          <>
            , <span className="unsure">{t('frame:clock.unchecked')}</span>
          </>
        ) : null}
      </small>
    </span>
  );
}

function Who({ notice, present }: CellProps & { present: Present | undefined }) {
  const t = useWords();
  const isMine = notice.assignee !== null && notice.assignee === sessionStore.get().session?.person.id;
  const until =
    notice.claimedUntil === null || Date.parse(notice.claimedUntil) < nowMs() ? null : formatClock(notice.claimedUntil);
  const others = present?.others ?? [];
  const here =
    present === undefined
      ? null
      : (others.length > 0 && notice.assigneeName !== others[0] ? `${others.join(', ')}: ` : '') +
        t(present.doing === 'approval' ? 'queue:approving' : 'queue:reviewing');
  return (
    <span className="queue-who cut" role="gridcell">
      {notice.assigneeName ?? <span className="faint">{t('queue:unclaimed')}</span>}
      {here !== null ? (
        <small className="here fine cut">
          <span className="cut" title={here}>
            {here}
          </span>
        </small>
      ) : notice.assignee === null ? (
        <small className="fine faint cut">
          {t('queue:sinceReceived', { span: formatSpan(nowMs() - Date.parse(notice.receivedAt)) })}
        </small>
      ) : isMine ? (
        <small className="here fine cut">
          {until === null ? t('queue:you') : t('queue:youUntil', { time: until })}
        </small>
      ) : (
        <small className="fine faint cut">{until === null ? '' : t('queue:until', { time: until })}</small>
      )}
    </span>
  );
}

function OrderTag({ notice: { orderStatus, order } }: { notice: Pick<NoticeSummary, 'orderStatus' | 'order'> }) {
  const t = useWords();
  if (orderStatus === 'in_effect') return null;
  return (
    <Tag tone="danger" icon="m-warn" title={order?.reason}>
      {t('notice:order.tag', { status: t(`words:orderStatus.${orderStatus}`) })}
    </Tag>
  );
}
