import type { RestoreCause } from '../../domain/submission/submission.js';
import type { Clock, Notice } from '../http/types.js';

interface OnRecord {
  notice: Pick<Notice, 'effectiveUntil' | 'links' | 'attention'>;
  clocks: readonly Pick<Clock, 'owner' | 'state' | 'form'>[];
  now: number;
}

/**
 * Whether the desk has on its record what a cause claims: that the basis of the restriction is gone. For the other causes
 * another person's yes stands in, and nothing is asked of the record.
 */
export function isOnRecord(cause: RestoreCause, { notice, clocks, now }: OnRecord): boolean {
  const { effectiveUntil, links, attention } = notice;
  // The desk itself has found that the order lost its basis.
  const isDue = attention.some(({ kind }) => kind === 'restore_due');
  const isTakenBack = links.some(({ as, direction }) => as === 'revokes' && direction === 'from');
  switch (cause) {
    case 'order_lapsed': {
      const isOver = effectiveUntil !== null && Date.parse(effectiveUntil) <= now;
      const isUnconfirmed = clocks.some(
        ({ owner, state, form }) => owner === 'authority' && state === 'lapsed' && form !== 'floor',
      );
      return isDue || isOver || isUnconfirmed;
    }
    case 'order_revoked':
    case 'order_annulled':
      return isDue || isTakenBack;
    default:
      return true;
  }
}
