import { isHeldAgainst, sayHeld } from '../../domain/notice/claim.js';
import type { Connection } from '../../registry/db.js';
import { claimOfRow, type NoticeRow } from '../../registry/notice/notices.js';
import { Refusal } from '../refusal.js';
import type { Caller } from '../caller.js';

/** Refuses an act that a claim reserves to its holder, by name. */
export async function refuseHeldByAnother(
  db: Connection,
  { row, caller, now }: { row: NoticeRow; caller: Caller; now: Date },
): Promise<void> {
  const claim = claimOfRow(row);
  if (claim.by === null || !isHeldAgainst(claim, caller.person.id, now.getTime())) return;
  const holder = await db.selectFrom('person').select('name').where('id', '=', claim.by).executeTakeFirst();
  throw new Refusal('illegal_transition', sayHeld({ ...claim, name: holder?.name ?? null }));
}
