import { type Severity, isAlertKind, type AlertKind } from '../../domain/alert.js';
import { useWords, type Words } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { PLACES, type PlaceName } from '../frame/places.js';
import { useMay } from '../http/may.js';
import { Button } from '../parts/Button.js';
import { ClockBadge } from '../parts/Clock.js';
import { formatAge, formatRecent, withOwnTimes } from '../parts/format.js';
import { Icon, type IconName } from '../parts/Icon.js';
import { nowMs, useFromNow } from '../state/now.js';
import { RowDetail } from './row/RowDetail.js';
import type { OpsAct } from './acts.js';
import { findItemClock, groupRows, type CauseGroup, type CauseRow } from './group-causes.js';
import { rowText } from './row-text.js';
import type { AlertItem } from './types.js';
import { english } from '../words/en/whole.js';

const LOOK: Record<Severity, { icon: IconName; ink: string }> = {
  danger: { icon: 's-overdue', ink: 'danger-ink' },
  urgent: { icon: 's-urgent', ink: 'urgent-ink' },
  caution: { icon: 'm-warn', ink: 'caution-ink' },
};
const FIRST_ROWS = 5;

export function useWhy(): (act: OpsAct) => string | null {
  const t = useWords();
  return ({ lacks }) => {
    if (lacks === null) return null;
    return t(
      `ops:lacks.${lacks === 'assign' ? 'assign' : lacks === 'acknowledge_escalation' ? 'acknowledge' : 'repair'}`,
    );
  };
}

interface CauseCardProps {
  cause: CauseGroup;
  acts: readonly OpsAct[];
  isCursor: boolean;
  onCursor: () => void;
  onAct: (act: OpsAct) => void;
}

export function CauseCard({ cause, acts, isCursor, onCursor, onAct }: CauseCardProps) {
  const t = useWords();
  const heading = useId();
  const [all, setAll] = useState(false);
  const why = useWhy();
  const { items, severity } = cause;
  const every = groupRows(cause);
  const rows = all ? every : every.slice(0, FIRST_ROWS);
  const left = every.length - rows.length;
  const safe = items[0] === undefined ? null : causeText(items[0], t).safe;
  return (
    <article
      className={isCursor ? 'cause current' : 'cause'}
      aria-labelledby={heading}
      aria-current={isCursor ? 'true' : undefined}
      onFocusCapture={isCursor ? undefined : onCursor}
      onPointerDown={isCursor ? undefined : onCursor}
    >
      <Icon name={LOOK[severity].icon} className={LOOK[severity].ink} />
      <div>
        <Head cause={cause} id={heading} />
        <Say item={items[0]} />
        <div className="cause-rows">
          {rows.map((row, place) => (
            <Row key={row.items[0].id} row={row} isFirst={place === 0} />
          ))}
        </div>
        {left > 0 ? (
          <p className="section-foot">
            <button type="button" className="text-button link fine" onClick={() => setAll(true)}>
              {t('ops:more', { count: left })}
            </button>
          </p>
        ) : null}
        {acts.length === 0 ? null : (
          <div className="acts">
            {acts.map((act) => (
              <Button
                key={act.name}
                size="small"
                why={why(act)}
                onPress={() => onAct(act)}
                {...(act.name === 'force_close' ? { variant: 'danger' as const } : {})}
                {...(act.keys === undefined ? {} : { keys: act.keys })}
              >
                {t(`ops:act.${act.name}`)}
              </Button>
            ))}
            {safe === null || acts.every(({ lacks }) => lacks !== null) ? null : <span className="why">{safe}</span>}
          </div>
        )}
      </div>
    </article>
  );
}

function Head({ cause: { kind, items, notices, severity, since }, id }: { cause: CauseGroup; id: string }) {
  const t = useWords();
  const age = useFromNow((now) => formatAge(now - Date.parse(since)));
  const count =
    notices.length > 0
      ? t('ops:notices', { count: notices.length })
      : items.length > 1
        ? t('ops:reasons', { count: items.length })
        : '';
  return (
    <h2 id={id}>
      <span className="visually-hidden">{t(`ops:severity.${severity}`)}: </span>
      {items[0] === undefined ? kind : causeText(items[0], t).title} <span className="number faint fine">{count}</span>
      <span className="number faint fine push">{t('ops:since', { at: formatRecent(since, nowMs()), age })}</span>
    </h2>
  );
}

function Say({ item }: { item: AlertItem | undefined }) {
  const t = useWords();
  if (item === undefined) return null;
  const { explains, selfHeals } = causeText(item, t);
  return (
    <p className="cause-say muted">
      {explains} {selfHeals}
    </p>
  );
}

/** Of a missed deadline the first details are shown at once. */
function Row({ row, isFirst }: { row: CauseRow; isFirst: boolean }) {
  const t = useWords();
  const { notice, items } = row;
  const [{ kind, number, temporalUrl }] = items;
  const [isOpen, setOpen] = useState(isFirst && kind === 'clock_missed');
  const clock = findItemClock(items[0]);
  const say = items.map((item) => rowText(item, t)).join('; ');
  const expected = items.flatMap(({ detail }) => (typeof detail.expectedAt === 'string' ? [detail.expectedAt] : []))[0];
  return (
    <>
      <div className={notice === null ? 'cause-row desk' : 'cause-row'}>
        {notice === null ? null : (
          <Link className="number" to="/notices/$id" params={{ id: notice }}>
            {number}
          </Link>
        )}
        <span className="cause-words" title={items.map(({ summary }) => withOwnTimes(summary)).join(' ')}>
          {say}
          {expected === undefined ? null : (
            <span className="muted fine"> {t('ops:expected', { at: formatRecent(expected, nowMs()) })}</span>
          )}
          {kind === 'unsupported_restrictions' ? (
            <>
              {' '}
              <Link to="/restrictions" search={{ tab: 'without-basis' }}>
                {t('ops:toRestrictions')}
              </Link>
            </>
          ) : null}
          <ToPlace kind={kind} />
          {notice === null ? null : (
            <>
              {' '}
              <button
                type="button"
                className="text-button link fine"
                aria-expanded={isOpen}
                aria-label={t('ops:detail.named', { number: number ?? '' })}
                onClick={() => setOpen(!isOpen)}
              >
                {t(isOpen ? 'ops:detail.hide' : 'ops:detail.show')}
              </button>
            </>
          )}
        </span>
        {notice === null ? null : (
          <span className="cause-clock">
            {clock === null ? null : <ClockBadge clock={clock.shown} kind={t(`words:clock.${clock.kind}`)} />}
          </span>
        )}
        {temporalUrl === null ? null : (
          <a className="fine" href={temporalUrl} target="_blank" rel="noopener noreferrer">
            {t('ops:temporal')} <span aria-hidden="true">↗</span>
            <span className="visually-hidden">
              {' '}
              {number}, {t('ops:newWindow')}
            </span>
          </a>
        )}
      </div>
      {isOpen && notice !== null ? <RowDetail row={{ ...row, notice }} /> : null}
    </>
  );
}

/** The place where people act on alerts that concern no notice. */
const PLACE_BY_KIND: Partial<Record<string, PlaceName>> = {
  mail_held: 'inbound',
  mail_disputed: 'inbound',
  appeal_due: 'appeals',
  change_waiting: 'changes',
  rulebook_proposed: 'rulebook',
  rulebook_changed: 'rulebook',
  law_review_due: 'rulebook',
  law_text_changed: 'rulebook',
};

function ToPlace({ kind }: { kind: string }) {
  const t = useWords();
  const may = useMay();
  const place = PLACES.find(({ name }) => name === PLACE_BY_KIND[kind]);
  if (place === undefined || place.needs?.some(may) === false) return null;
  return (
    <>
      {' '}
      <Link to={place.to}>{t(`frame:go.${place.name}`)}</Link>
    </>
  );
}

const WORDS: Record<AlertKind, object> = english.causes;

function causeText(item: AlertItem, t: Words): Pick<AlertItem, 'title' | 'explains' | 'selfHeals' | 'safe'> {
  const { kind, title, explains, selfHeals, safe } = item;
  if (!isAlertKind(kind)) return { title, explains, selfHeals, safe };
  return {
    title: t(`causes:${kind}.title`),
    explains: t(`causes:${kind}.explains`),
    selfHeals: t(`causes:${kind}.selfHeals`),
    safe: 'safe' in WORDS[kind] ? t(`causes:${kind as 'unclaimed'}.safe`) : null,
  };
}
