import type { ReviewRecords } from '../../../registry/rulebook/law-reviews.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { standAt } from './law-reviews.js';

export const LAW_REVIEW_DUE = 'law_review_due' as const;

export function dueReviews(
  { listRegimes }: Pick<Rulebook, 'listRegimes'>,
  records: ReviewRecords,
  nowMs: number,
): { id: string; version: string; until: string }[] {
  return listRegimes({ atMs: nowMs }).flatMap((law) => {
    const { state, until } = standAt(law, records, nowMs);
    return state === 'expired' && until !== null ? [{ id: law.id, version: law.version, until }] : [];
  });
}
