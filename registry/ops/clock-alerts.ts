import { isOpenOwnClock, type Clock } from '../../domain/clocks/clock.js';
import type { Alert } from './alerts.js';
import texts from '../../domain/alert-texts.json' with { type: 'json' };

/** Alert kinds derived from clocks alone; they are raised and resolved as the clocks change. */
export const CLOCK_ALERTS = ['clock_missed', 'page_not_acknowledged', 'authority_silent', 'restore_due'] as const;

export function listClockAlerts(noticeId: string, clocks: readonly Clock[]): Omit<Alert, 'noticeId'>[] {
  return clocks.flatMap((clock) => {
    const open = clock.metAtMs === null;
    const due = clock.dueAtMs === null ? '' : ` It was due at ${new Date(clock.dueAtMs).toISOString()}.`;
    const wanted: Omit<Alert, 'noticeId'>[] = [];
    if (clock.state === 'missed' && open) {
      wanted.push({
        key: `${noticeId}:clock:${clock.id}`,
        kind: 'clock_missed',
        summary: `${sentenceName(clock.kind)} deadline missed.${due}`,
        detail: { clock: clock.id, clockKind: clock.kind, dueAtMs: clock.dueAtMs },
      });
    }
    if (clock.state === 'lapsed' && open && clock.owner === 'authority' && clock.form !== 'floor') {
      wanted.push({
        key: `${noticeId}:silent:${clock.id}`,
        kind: 'authority_silent',
        summary: `The authority missed its ${clock.kind === 'authority' ? '' : `${clock.kind} `}deadline.${due}`,
        detail: { clock: clock.id, clockKind: clock.kind, dueAtMs: clock.dueAtMs },
      });
    }
    // A law's own time to put back, after a counter-notice, concerns what other notices hold, if anything.
    if (clock.kind === 'reinstate' && clock.basis === 'policy' && isOpenOwnClock(clock)) {
      wanted.push({
        key: `${noticeId}:restore:${clock.id}`,
        kind: 'restore_due',
        summary: `${texts.restore_due.title}${clock.partly === true ? ' in part' : ''}: a person must restore it.${due.replace('was', 'is')}`,
        detail: { clock: clock.id, dueAtMs: clock.dueAtMs, partly: clock.partly === true },
      });
    }
    return [...wanted, ...listPageAlerts(noticeId, clock)];
  });
}

/** `user_notice` as the start of a sentence: “User notice”. */
function sentenceName(kind: string): string {
  const words = kind.replaceAll('_', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function listPageAlerts(noticeId: string, clock: Clock): Omit<Alert, 'noticeId'>[] {
  const climbing = clock.state === 'running' || (clock.state === 'missed' && clock.metAtMs === null);
  if (!climbing) return [];
  return clock.escalation
    .filter(({ pages, acknowledgedBy }) => pages >= 2 && acknowledgedBy === null)
    .map(({ level, to }) => ({
      key: `${noticeId}:page:${clock.id}:${level}`,
      kind: 'page_not_acknowledged',
      summary: `${sentenceName(clock.kind)} deadline, escalation step ${level}: page to ${to.join(', ')} not acknowledged.`,
      detail: { clock: clock.id, clockKind: clock.kind, level, to },
    }));
}
