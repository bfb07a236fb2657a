import type { NoticeProjection } from '../domain/notices/projection.js';
import type { Alert } from '../registry/ops/alerts.js';

export const NOT_RATIFIED = 'not_ratified' as const;

/**
 * Builds the alert that asks people to restore what was rejected, or answer an overdue ratification; the desk never
 * does either itself.
 */
export function findRatificationAlerts(projection: NoticeProjection): Omit<Alert, 'noticeId'>[] {
  const { noticeId, ratification, clocks, ledger } = projection;
  if (ratification === undefined) return [];
  const { submission, state, approverSlots } = ratification;
  const wanted = (summary: string) => [
    {
      key: `${noticeId}:${submission}:${NOT_RATIFIED}`,
      kind: NOT_RATIFIED,
      summary,
      detail: { submission, state, approverSlots },
    },
  ];
  if (state === 'refused' && ledger.applied > 0) {
    return wanted(
      `Submission ${submission} was enforced in an emergency and ratification was refused. Restore its targets with cause emergency_refused.`,
    );
  }
  const missed = clocks.some((clock) => clock.ratifies === submission && clock.state === 'missed');
  if (state !== 'open' || !missed) return [];
  return wanted(
    `Submission ${submission} was enforced in an emergency and not ratified in time by ${approverSlots.join(' and ')}. Ratify it, or refuse and restore.`,
  );
}
