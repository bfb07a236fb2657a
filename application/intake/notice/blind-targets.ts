import { can } from '../../../domain/people/permission.js';
import { listBlindTargets } from '../../../registry/targets/second-reviews.js';
import type { Caller } from '../../caller.js';
import type { Services } from '../../services.js';

/**
 * Returns the targets whose decision is hidden from a caller because they may still give a second review; `within`
 * limits the check to some targets. A caller who cannot decide gives no second review and sees everything.
 */
export async function findBlindTargets(
  { db, secondReviewPercent: percent }: Pick<Services, 'db' | 'secondReviewPercent'>,
  { person, roles }: Caller,
  { noticeId, within }: { noticeId: string; within?: readonly number[] },
): Promise<ReadonlySet<number>> {
  if (!can(roles, 'decide')) return new Set();
  const question = { noticeId, percent, reader: person.id, ...(within === undefined ? {} : { within }) };
  return new Set(await listBlindTargets(db, question));
}
