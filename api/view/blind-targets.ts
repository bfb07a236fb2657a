import { can } from '../../domain/people/permission.js';
import { listBlindTargets } from '../../registry/target/second-reads.js';
import type { ApiContext } from '../context.js';
import type { Caller } from '../../client/caller.js';

/**
 * Targets whose decision a caller is not shown, because a second read of them waits that the caller may give; `within`
 * asks about some targets alone. Whoever may not decide reads nothing a second time and sees everything.
 */
export async function blindTargetsOf(
  { db, secondReadPercent: percent }: ApiContext,
  { person, roles }: Caller,
  { noticeId, within }: { noticeId: string; within?: readonly number[] },
): Promise<ReadonlySet<number>> {
  if (!can(roles, 'decide')) return new Set();
  const asked = { noticeId, percent, reader: person.id, ...(within === undefined ? {} : { within }) };
  return new Set(await listBlindTargets(db, asked));
}
