import { isOpenOwnClock, type Clock } from '../../domain/clock/clock.js';
import type { Attention } from './attention.js';

/** Kinds of attention that follow from the clocks alone: raised and resolved as the clocks stand. */
export const CLOCK_ATTENTION = ['clock_missed', 'page_not_acknowledged', 'authority_silent', 'restore_due'] as const;

/** What the clocks of a notice ask ops to look at now. */
export function attentionOfClocks(noticeId: string, clocks: readonly Clock[]): Omit<Attention, 'noticeId'>[] {
  return clocks.flatMap((clock) => {
    const open = clock.metAtMs === null;
    const due = clock.dueAtMs === null ? '' : ` It was due at ${new Date(clock.dueAtMs).toISOString()}.`;
    const wanted: Omit<Attention, 'noticeId'>[] = [];
    if (clock.state === 'missed' && open) {
      wanted.push({
        key: `${noticeId}:clock:${clock.id}`,
        kind: 'clock_missed',
        summary: `We missed our ${clock.kind} deadline.${due}`,
        detail: { clock: clock.id, clockKind: clock.kind, dueAtMs: clock.dueAtMs },
      });
    }
    if (clock.state === 'lapsed' && open && clock.owner === 'authority' && clock.form !== 'floor') {
      wanted.push({
        key: `${noticeId}:silent:${clock.id}`,
        kind: 'authority_silent',
        summary: `The authority missed its ${clock.kind} deadline.${due}`,
        detail: { clock: clock.id, clockKind: clock.kind, dueAtMs: clock.dueAtMs },
      });
    }
    // A law's own time to put back (after a counter-notice) is of what another notice holds, if anything does.
    if (clock.kind === 'reinstate' && clock.basis === 'house' && isOpenOwnClock(clock)) {
      wanted.push({
        key: `${noticeId}:restore:${clock.id}`,
        kind: 'restore_due',
        summary: `Restrictions in force have lost their legal basis${clock.partly === true ? ' in part' : ''}: people must restore them, nothing is restored automatically.${due.replace('was', 'is')}`,
        detail: { clock: clock.id, dueAtMs: clock.dueAtMs, partly: clock.partly === true },
      });
    }
    return [...wanted, ...attentionOfPages(noticeId, clock)];
  });
}

function attentionOfPages(noticeId: string, clock: Clock): Omit<Attention, 'noticeId'>[] {
  const climbing = clock.state === 'running' || (clock.state === 'missed' && clock.metAtMs === null);
  if (!climbing) return [];
  return clock.ladder
    .filter(({ pages, acknowledgedBy }) => pages >= 2 && acknowledgedBy === null)
    .map(({ level, to }) => ({
      key: `${noticeId}:page:${clock.id}:${level}`,
      kind: 'page_not_acknowledged',
      summary: `Level ${level} of the ${clock.kind} escalation was not acknowledged. It went to ${to.join(', ')}.`,
      detail: { clock: clock.id, clockKind: clock.kind, level, to },
    }));
}
