import { useWords } from '../words/use-words.js';
import { actionsByCount } from '../parts/actions-by-count.js';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { clocksQuery, noticeQuery, timelineQuery } from '../http/queries.js';
import { useMay } from '../http/may.js';
import type { Clock, Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { ClockBadge } from '../parts/Clock.js';
import { formatCountry, formatInstant, formatNumber, inSentence } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { ActionLabel } from '../parts/Action.js';
import { toShown } from '../parts/clock-tone.js';
import { findShortcut } from '../state/shortcuts.js';
import { copyText } from '../state/message.js';
import { sortClocks } from './sort-clocks.js';
import { useEventText } from '../notice/event-text.js';

export function Peek({ id, isOpen, onOpen }: { id: string | undefined; isOpen: boolean; onOpen: () => void }) {
  const t = useWords();
  return (
    <aside className={isOpen ? 'peek drawer' : 'peek'} aria-label={t('queue:peek.label')}>
      {id === undefined ? (
        <section className="muted">{t('queue:peek.none')}</section>
      ) : (
        <Inside id={id} onOpen={onOpen} />
      )}
    </aside>
  );
}

function Inside({ id, onOpen }: { id: string; onOpen: () => void }) {
  const t = useWords();
  const notice = useQuery({ ...noticeQuery(id), placeholderData: (before) => before }).data;
  if (notice === undefined) return null;
  return (
    <>
      <section>
        <div className="heading">
          <span className="number">{notice.number}</span>
          <span className="push">
            <CopyLink id={id} number={notice.number} />{' '}
            <button type="button" className="text-button fine link" onClick={() => findShortcut('peek')?.run()}>
              {t('queue:fold')}
            </button>
          </span>
        </div>
        <h2 className="title" dir="auto">
          {notice.subject}
        </h2>
        <p className="muted">
          {t('queue:peek.line', {
            kind: t(`words:kind.${notice.kind}`),
            authority: notice.authority.name,
            country: formatCountry(notice.authority.country),
            received: formatInstant(notice.receivedAt),
            channel: t(`queue:peek.by.${notice.channel as 'letter'}`),
            authenticity: inSentence(t(`words:authenticity.${notice.authenticity}`)),
          })}
        </p>
      </section>
      <Next notice={notice} onOpen={onOpen} />
      <Clocks id={id} />
      <Drafted notice={notice} />
      {notice.links.length === 0 ? null : <Links links={notice.links} />}
      <Events id={id} />
    </>
  );
}

function Clocks({ id }: { id: string }) {
  const t = useWords();
  const clocks = sortClocks((useQuery(clocksQuery(id)).data?.items ?? []).filter(({ state }) => state !== 'cancelled'));
  const formatName = ({ kind, basis }: Clock) =>
    `${t(`words:clock.${kind}`)}${basis === 'order' ? `, ${t('words:basis.order')}` : ''}`;
  return (
    <section>
      <div className="heading">{t('queue:peek.clocks')}</div>
      <ul className="clocks">
        {clocks.map((clock) => (
          <li key={clock.id}>
            <span className="cut" title={formatName(clock)}>
              {formatName(clock)}
            </span>
            <ClockBadge clock={toShown(clock)} kind={formatName(clock)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Links({ links }: Pick<Notice, 'links'>) {
  const t = useWords();
  return (
    <section>
      <div className="heading">{t('queue:peek.linked')}</div>
      {links.map((link) => (
        <p key={link.notice + link.as}>
          <Link to="/notices/$id" params={{ id: link.notice }}>
            {link.number}
          </Link>{' '}
          <span className="muted">{t(`words:link.${link.as}`)}</span>
        </p>
      ))}
    </section>
  );
}

function Events({ id }: { id: string }) {
  const t = useWords();
  const events = useQuery(timelineQuery(id, 200)).data?.items ?? [];
  const textOf = useEventText();
  return (
    <section>
      <div className="heading">
        {t('queue:peek.events')}
        <Link className="push" to="/notices/$id/timeline" params={{ id }}>
          {t('queue:peek.timeline')}
        </Link>
      </div>
      <ul className="lines">
        {events
          .slice(-4)
          .toReversed()
          .map((event) => (
            <li key={event.seq}>
              <Instant at={event.at} short />
              <span className="cut">{textOf(event)}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}

function Next({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const t = useWords();
  const { counts, stage } = notice;
  const decided = counts.targets - counts.undecided;
  const isReview = stage === 'triage' || stage === 'review';
  const may = useMay();
  const isTriage = stage === 'triage' && may('triage');
  const nothingInForce = stage === 'in_force' && counts.applied === 0;
  const act = nothingInForce
    ? t((counts.byAction.clarify ?? 0) > 0 ? 'queue:peek.act.requested' : 'queue:peek.act.answered')
    : stage === 'review'
      ? counts.undecided > 0
        ? t('queue:peek.act.decide', { count: counts.undecided })
        : t('queue:peek.act.submit')
      : stage === 'approval'
        ? t(notice.approvals?.yours === true ? 'queue:peek.act.yours' : 'queue:peek.act.approve')
        : t(`queue:peek.act.${stage}`);
  return (
    <section>
      <div className="heading">{t('queue:peek.next')}</div>
      <p className="medium">{act}</p>
      {isReview && counts.targets > 0 ? (
        <div className="peek-progress">
          <div
            className="track"
            role="progressbar"
            aria-label={t('queue:peek.progress')}
            aria-valuemin={0}
            aria-valuemax={counts.targets}
            aria-valuenow={decided}
          >
            <i style={{ width: `${(100 * decided) / counts.targets}%` }} />
          </div>
          <span className="muted fine">
            {t('queue:peek.of', { decided: formatNumber(decided), targets: formatNumber(counts.targets) })}
          </span>
        </div>
      ) : null}
      <div className="acts">
        {isTriage ? (
          <Link className="button primary" to="/notices/$id/triage" params={{ id: notice.id }}>
            {t('notice:facts.confirm')}
          </Link>
        ) : null}
        <Button variant={isTriage ? 'plain' : 'primary'} keys="Enter" onPress={onOpen}>
          {stage === 'approval'
            ? t('queue:peek.readSubmission')
            : isReview && !isTriage && may('decide')
              ? t(decided > 0 ? 'queue:peek.continue' : 'queue:peek.startReview')
              : t('queue:peek.see')}
        </Button>
        {may('assign') ? (
          <Button keys="s" onPress={() => findShortcut('assign')?.run()} hasPopup="dialog">
            {t('queue:assign')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Drafted({ notice }: { notice: Notice }) {
  const t = useWords();
  const actions = actionsByCount(notice.counts.byAction);
  if (actions.length === 0) return null;
  const max = actions[0]?.[1] ?? 1;
  const isDraft = notice.stage === 'triage' || notice.stage === 'review';
  return (
    <section>
      <div className="heading">{t(isDraft ? 'queue:peek.drafted' : 'queue:peek.decided')}</div>
      <ul className="actions">
        {actions.map(([action, count]) => (
          <li key={action}>
            <ActionLabel action={action} />
            <span className="number align-end">{formatNumber(count)}</span>
            <span className="action-share" style={{ width: `${(100 * count) / max}%` }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function CopyLink({ id, number }: { id: string; number: string }) {
  const t = useWords();
  const copy = () => void copyText(new URL(`/notices/${id}`, window.location.href).href, t('frame:copied'));
  return (
    <button type="button" className="text-button link" aria-label={`${t('frame:copyLink')}: ${number}`} onClick={copy}>
      {t('frame:copyLink')}
    </button>
  );
}
