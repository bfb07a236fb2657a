import type { NoticeProjection } from '../domain/notice/projection.js';
import type { Attention } from '../registry/ops/attention.js';

export const NOT_RATIFIED = 'not_ratified' as const;

/**
 * Builds the alert that asks people to restore what was rejected, or answer an overdue ratification; the desk never
 * does either itself.
 */
export function attentionOfRatification({
  noticeId,
  ratification,
  clocks,
  ledger,
}: NoticeProjection): Omit<Attention, 'noticeId'>[] {
  if (ratification === undefined) return [];
  const { submission, state, seats } = ratification;
  const wanted = (summary: string) => [
    {
      key: `${noticeId}:${submission}:${NOT_RATIFIED}`,
      kind: NOT_RATIFIED,
      summary,
      detail: { submission, state, seats },
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
    `Submission ${submission} was enforced in an emergency and not ratified in time by ${seats.join(' and ')}. Ratify it, or refuse and restore.`,
  );
}
