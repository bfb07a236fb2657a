import { Link, useMatchRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { AlertLine } from './AlertLine.js';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { formatInstant } from '../parts/format.js';
import { Tag } from '../parts/Tag.js';
import { loadWords } from '../words/index.js';
import { useWords } from '../words/use-words.js';
import { NoticeTabs, Steps } from './NoticeTabs.js';
import { isSubmitShown } from './why.js';
import { Icon } from '../parts/Icon.js';

const NoticeCover = lazy(() => loadWords('roster').then(() => import('../roster/Cover.js')));
const ExclusionLines = lazy(() => loadWords('acts').then(() => import('./exclusions/ExclusionLines.js')));
const ManualLine = lazy(() => loadWords('manual').then(() => import('../enforcement/manual/ManualLine.js')));

export type NoticeDialog = 'assign' | 'note' | 'submit' | 'more';

interface NoticeHeadProps {
  notice: Notice;
  /** Why the notice cannot be submitted now; null if it can. */
  why: string | null;
  onOpen: (dialog: NoticeDialog) => void;
  /** Null unless the notice is unclaimed and the reader can claim it. */
  onClaim: (() => void) | null;
  isClaiming: boolean;
  /** Triage has its own act. */
  isTriage: boolean;
}

export function NoticeHead(props: NoticeHeadProps) {
  const { notice, why, isTriage } = props;
  const t = useWords();
  const isApproval = useMatchRoute()({ to: '/notices/$id/approval', params: { id: notice.id } }) !== false;
  const subject = notice.subject === '' ? t(`words:kind.${notice.kind}`) : notice.subject;
  const number = isApproval ? notice.submission?.number : undefined;
  // The banner below already reports that the order is not in effect.
  const alerts = notice.alert.filter(({ kind }) => kind !== 'order_not_in_effect');
  return (
    <div className="notice-head">
      <div className="line">
        <h1 className="subject-title" dir="auto">
          {number === undefined ? subject : t('notice:submissionOf', { number, subject })}
        </h1>
        {notice.secrecy.level === 'open' ? null : (
          <Tag tone="guard" icon="m-lock" title={t(`notice:secret.${notice.secrecy.level}`)}>
            {t(`words:secrecy.${notice.secrecy.level}`)}
          </Tag>
        )}
        <HoldTag notice={notice} />
        <ErasedTag notice={notice} />
        <span className="push" />
        <Acts {...props} isApproval={isApproval} />
      </div>
      {alerts.length === 0 ? null : (
        <Suspense>
          <AlertLine notice={notice} alerts={alerts} />
          {alerts.some(({ kind }) => kind === 'breach_forecast') ? <NoticeCover notice={notice.id} /> : null}
        </Suspense>
      )}
      {notice.staffRisk === null && notice.exclusions.length === 0 ? null : (
        <Suspense>
          <ExclusionLines notice={notice} />
        </Suspense>
      )}
      {notice.manualActions.waiting === 0 ? null : (
        <Suspense>
          <ManualLine notice={notice} />
        </Suspense>
      )}
      <OrderBanner notice={notice} />
      <div className="line">
        <NoticeTabs notice={notice} />
        <span className="push" />
        <Steps notice={notice} />
        {why === null || isTriage || !isSubmitShown(notice, why) ? null : (
          <span className="why submit-why no-print">{why}</span>
        )}
      </div>
    </div>
  );
}

function HoldTag({ notice: { hold } }: { notice: Notice }) {
  const t = useWords();
  if (hold === null) return null;
  const said = t('notice:hold.title', { reason: hold.reason, name: hold.byName, at: formatInstant(hold.since) });
  return (
    <Tag tone="guard" icon="m-lock" title={said}>
      {t('notice:hold.tag')}
      {hold.lifting === null ? null : ` · ${t('notice:hold.lifting')}`}
    </Tag>
  );
}

function ErasedTag({ notice: { erased } }: { notice: Notice }) {
  const t = useWords();
  if (erased === null) return null;
  return (
    <Tag tone="caution" title={t('notice:erased.title', { at: formatInstant(erased.at), rule: erased.rule })}>
      {t('notice:erased.tag')}
    </Tag>
  );
}

function Acts({
  notice,
  why,
  onOpen,
  onClaim,
  isClaiming,
  isTriage,
  isApproval,
}: NoticeHeadProps & { isApproval: boolean }) {
  const t = useWords();
  const may = (name: string) => notice.allowedCommands.includes(name);
  const waitsForReader = notice.submission?.mayApprove?.ok === true && !isApproval;
  return (
    <>
      {onClaim === null || isApproval ? null : (
        <Button keys="i" onPress={onClaim} busy={isClaiming ? t('notice:claim') : null}>
          {t('notice:claim')}
        </Button>
      )}
      {may('annotate') && !isApproval ? (
        <Button className="roomy" keys="Shift+N" onPress={() => onOpen('note')} hasPopup="dialog">
          {t('notice:note')}
        </Button>
      ) : null}
      {may('assign') && !isApproval ? (
        <Button keys="s" onPress={() => onOpen('assign')} hasPopup="dialog">
          {t('notice:assign')}
        </Button>
      ) : null}
      <Button keys="." onPress={() => onOpen('more')} hasPopup="dialog">
        {t('notice:more')}
      </Button>
      {waitsForReader ? (
        <Link className="button primary" to="/notices/$id/approval" params={{ id: notice.id }}>
          {t('queue:peek.readSubmission')}
        </Link>
      ) : isSubmitShown(notice, why) && !isTriage ? (
        <Button
          variant={why === null && notice.counts.targets > 0 ? 'primary' : 'plain'}
          keys="$mod+Enter"
          why={why}
          onPress={() => onOpen('submit')}
          hasPopup="dialog"
        >
          {t('notice:submit')}
        </Button>
      ) : null}
    </>
  );
}

function OrderBanner({ notice: { orderStatus, order, counts } }: { notice: Notice }) {
  const t = useWords();
  if (orderStatus === 'in_effect' || order === null) return null;
  const status = t(`words:orderStatus.${orderStatus}`);
  const since = order.since === null ? status : t('notice:order.since', { status, at: formatInstant(order.since) });
  const by = order.number === null ? '' : ` ${t('notice:order.by', { number: order.number })}`;
  const { upheld } = order;
  const beforeEffect = orderStatus === 'stayed' ? 'waits' : 'stops';
  const consequence = counts.applied > 0 ? 'restores' : beforeEffect;
  return (
    <div className="order-banner line" role="status" title={order.reason}>
      <Icon name="m-warn" className="danger-ink" />
      <b className="medium">{`${t('notice:order.tag', { status: since })}${by}.`}</b>
      <span>
        {upheld === null
          ? t(`notice:order.${consequence}`)
          : t('notice:order.upheld', {
              name: upheld.byName,
              at: formatInstant(upheld.at),
              reason: upheld.reason,
            })}
      </span>
    </div>
  );
}
