import { useEffect, useRef } from 'react';
import { usePersonNames } from '../../http/colleagues.js';
import { sessionStore } from '../../http/session.js';
import type { Clock, Notice } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Clause } from '../../parts/Clause.js';
import { Failure } from '../../parts/Failure.js';
import { formatClock, formatInstant, formatList, formatSecond, formatSpan, inSentence } from '../../parts/format.js';
import { formatReview } from '../../parts/format-review.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { copyText } from '../../state/message.js';
import { useNow } from '../../state/now.js';
import { useStore } from '../../state/store.js';
import { useWords, type Words } from '../../words/use-words.js';
import { clockName } from './clock-name.js';
import { readReceipt, formatRequested, formatLine, listReceiptSteps, describeEscalations } from './receipt-text.js';
import { useCommand } from '../../http/commands.js';

interface ClockReceiptProps {
  notice: Notice;
  clock: Clock;
  left: number;
  onClose: () => void;
}

/** How a due date was computed, next to its clock; not modal, so the keys of the screen keep working. */
export default function ClockReceiptCard({ notice, clock, left, onClose }: ClockReceiptProps) {
  const t = useWords();
  const pop = useRef<HTMLElement>(null);
  const { zone } = readReceipt(clock);
  const label = `${clockName(clock, t)}: ${inSentence(t('notice:receipt.title'))}`;
  const text = JSON.stringify(clock, null, 2);
  const copy = () => void copyText(text, t('notice:receipt.copied'));
  useShortcuts([
    { id: 'receipt-close', label: t('frame:close'), keys: 'Escape', run: onClose, hidden: true },
    { id: 'receipt-copy', label: t('notice:receipt.copy'), keys: 'c', run: copy },
  ]);
  useEffect(() => {
    pop.current?.focus({ preventScroll: true });
    const leave = ({ target }: Event) => {
      if (target instanceof Element && target.closest('.receipt, .clock-how, .scrim') === null) onClose();
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [onClose]);
  return (
    <section
      className="receipt"
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      ref={pop}
      style={{ insetInlineStart: `min(${left}px, 100% - 29rem - var(--s-3))` }}
    >
      <header>
        <div className="heading">
          {label}
          <Button size="small" variant="quiet" className="push" keys="Escape" onPress={onClose}>
            {t('frame:close')}
          </Button>
        </div>
        <h2 className="title number">
          {clock.dueAt === null ? t('notice:receipt.paused') : formatInstant(clock.dueAt)}
        </h2>
        <ClockStatus clock={clock} zone={zone} />
      </header>
      <section>
        <dl className="key-values calculation">
          {listReceiptSteps(clock, notice, t).map(({ mark, say: why }) => (
            <div className="contents" key={mark + why}>
              <dt className="number medium">{mark}</dt>
              <dd className="muted">{why}</dd>
            </div>
          ))}
          {clock.dueAt === null ? null : (
            <>
              <dt className="number total">{formatSecond(clock.dueAt, zone)}</dt>
              <dd className="total">{t('notice:receipt.due')}</dd>
            </>
          )}
        </dl>
        <p className="why">{t('notice:receipt.inZone', { zone })}</p>
      </section>
      <Law clock={clock} />
      <Logged notice={notice} clock={clock} />
      <footer className="line no-print">
        <Button size="small" keys="c" onPress={copy}>
          {t('notice:receipt.copy')}
        </Button>
        <a
          className="button small"
          href={`data:application/json,${encodeURIComponent(text)}`}
          download={`${notice.number}-${clock.kind}-receipt.json`}
        >
          {t('notice:receipt.download')}
        </a>
      </footer>
    </section>
  );
}

function ClockStatus({ clock, zone }: { clock: Clock; zone: string }) {
  const t = useWords();
  const now = useNow();
  if (clock.dueAt === null) return null;
  const own = formatInstant(clock.dueAt);
  const theirs = formatInstant(clock.dueAt, zone);
  const parts = [theirs === own ? '' : theirs, `${formatClock(clock.dueAt, 'UTC')} UTC`].filter((part) => part !== '');
  return (
    <p className="muted number">
      {parts.join(', ')}. {describeStatus(clock, now, t)}
    </p>
  );
}

function describeStatus({ metAt, dueAt }: Clock, now: number, t: Words): string {
  if (metAt !== null) return t('notice:receipt.met', { at: formatInstant(metAt) });
  const left = Date.parse(dueAt ?? '') - now;
  return t(left < 0 ? 'notice:receipt.overdue' : 'notice:receipt.left', { span: formatSpan(left) });
}

function Law({ clock }: { clock: Clock }) {
  const t = useWords();
  const { regime, source, confidence, reviewer, citation, calendar, tzVersion, working, zone } = readReceipt(clock);
  const rule = { ...regime, name: clockName(clock, t), basis: t(`words:basis.${clock.basis}`) };
  const data = { tz: tzVersion, calendar: calendar === null ? '' : `${calendar.id}, ${calendar.version}` };
  return (
    <section>
      <dl className="key-values">
        <dt>{t('notice:receipt.rule')}</dt>
        <dd>{t('notice:receipt.ruleOf', rule)}</dd>
        <dt>{t('notice:receipt.source')}</dt>
        <dd>
          {source}. {reviewer === null ? '' : t('notice:receipt.checked', { name: reviewer })}
          {reviewer === null ? (
            <span className={confidence === 'primary' || confidence === 'policy' ? undefined : 'unsure'}>
              {t(`notice:receipt.trust.${confidence}`)}
            </span>
          ) : null}
          {citation === undefined ? null : <Clause citation={citation} />}
        </dd>
        {clock.review === null ? null : (
          <>
            <dt>{t('notice:receipt.review')}</dt>
            <dd className={isDoubtful(clock.review) ? 'unsure' : undefined}>{formatReview(clock.review, t)}</dd>
          </>
        )}
        <Penalty penalty={clock.penalty} />
        <dt>{t('notice:receipt.data')}</dt>
        <dd className="number">{t(calendar === null ? 'notice:receipt.dataBare' : 'notice:receipt.dataOf', data)}</dd>
      </dl>
      <details>
        <summary className="fine muted">{t('notice:receipt.working')}</summary>
        <ol className="lines number fine">
          {working.map((line) => (
            <li key={line}>{formatLine(line, zone)}</li>
          ))}
        </ol>
      </details>
    </section>
  );
}

/** What missing the deadline may cost and who is liable; only for our own duties. */
function Penalty({ penalty }: Pick<Clock, 'penalty'>) {
  const t = useWords();
  if (penalty === null) return null;
  return (
    <>
      <dt>{t('notice:receipt.penalty')}</dt>
      <dd>
        {penalty.penalties.length === 0 ? t('notice:receipt.noPenalty') : null}
        {penalty.penalties.map(({ text, fallsOn, confidence }) => (
          <p key={text}>
            {text} {formatList(fallsOn.map((bearer) => t(`notice:receipt.bearer.${bearer}`)))}.{' '}
            <span className={confidence === 'primary' || confidence === 'policy' ? undefined : 'unsure'}>
              {t(`notice:receipt.trust.${confidence}`)}
            </span>
          </p>
        ))}
      </dd>
    </>
  );
}

function isDoubtful({ state, mistakes }: NonNullable<Clock['review']>): boolean {
  return state === 'expired' || mistakes.length > 0;
}

function Logged({ notice, clock }: { notice: Notice; clock: Clock }) {
  const t = useWords();
  const nameOf = usePersonNames();
  const acknowledge = useCommand(notice.id, 'acknowledge-escalation');
  const confirm = useCommand(notice.id, 'confirm-deadline');
  const may = (name: string) => notice.allowedCommands.includes(name);
  const me = useStore(sessionStore).session?.person.id;
  const extension = clock.pendingExtension;
  const open = clock.escalation.filter(({ firedAt, acknowledgedBy }) => firedAt !== null && acknowledgedBy === null);
  return (
    <section>
      <dl className="key-values">
        <dt>{t('notice:receipt.notified')}</dt>
        <dd className="number">
          {describeEscalations(clock, nameOf, t).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </dd>
      </dl>
      {clock.confirmed ? null : <p className="unsure">{t('notice:unconfirmedTitle')}</p>}
      {extension === null ? null : <p className="unsure">{formatRequested(extension, t)}</p>}
      {extension !== null && extension.by === me ? <p className="why">{t('notice:receipt.confirmOther')}</p> : null}
      <div className="acts no-print">
        {may('acknowledge-escalation')
          ? open.map(({ level, to }) => (
              <Button key={level} size="small" onPress={() => acknowledge.mutate({ clock: clock.id, level })}>
                {t('notice:receipt.acknowledge', {
                  to: to.map((role) => t(`frame:role.${role}`)).join(', '),
                })}
              </Button>
            ))
          : null}
        {extension !== null && extension.by !== me && may('confirm-deadline') ? (
          <Button size="small" onPress={() => confirm.mutate({ clock: clock.id, to: extension.to })}>
            {t('notice:receipt.confirmExtension', { to: formatInstant(extension.to) })}
          </Button>
        ) : null}
        {!clock.confirmed && extension === null && may('confirm-deadline') ? (
          <Button size="small" onPress={() => confirm.mutate({ clock: clock.id })}>
            {t('notice:receipt.confirm')}
          </Button>
        ) : null}
      </div>
      <Failure title={t('notice:receipt.notified')} error={acknowledge.error} />
      <Failure title={t('notice:receipt.confirm')} error={confirm.error} />
    </section>
  );
}
