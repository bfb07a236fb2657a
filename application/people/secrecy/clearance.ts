import { findEmptySlot, findUnknownEntry } from '../../../domain/notices/cleared-people.js';
import type { Secrecy } from '../../../domain/notices/secrecy.js';
import type { Connection } from '../../../registry/db.js';
import { listColleagues } from '../../../registry/people/people.js';
import { invalid } from '../../refusal.js';

const EMPTY = {
  reviewer:
    'None of these people could review the notice: the reviewer slot is empty. Name an active reviewer or counsel.',
  approver:
    'None of these people could approve what another of them has reviewed: the approver slot is empty. Name one more active approver or counsel.',
} as const;

/**
 * Throws unless all named people exist and can together work the notice: a deadline would pass unseen on a secret
 * notice without readers.
 */
export async function checkClearance(
  db: Connection,
  { level, people }: Pick<Secrecy, 'level' | 'people'>,
): Promise<void> {
  if (people.length === 0) return;
  const colleagues = await listColleagues(db);
  const unknown = findUnknownEntry({ people }, colleagues);
  if (unknown !== null) throw invalid(`/secrecy/people/${unknown.index}`, unknown.why);
  const slot = findEmptySlot({ level, people }, colleagues);
  if (slot !== null) throw invalid('/secrecy/people', EMPTY[slot]);
}
