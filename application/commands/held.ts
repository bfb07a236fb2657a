import { isHeldAgainst, formatHeld, type Claim } from '../../domain/notices/claim.js';
import type { Connection } from '../../registry/db.js';
import { findPersonName } from '../../registry/people/people.js';
import { claimOfRow, type NoticeRow } from '../../registry/notices/notices.js';
import { Refusal } from '../refusal.js';
import type { Caller } from '../caller.js';

export async function claimAgainst(
  db: Connection,
  { row, caller, now }: { row: NoticeRow; caller: Caller; now: Date },
): Promise<Claim | null> {
  const claim = claimOfRow(row);
  if (claim.by === null || !isHeldAgainst(claim, caller.person.id, now.getTime())) return null;
  return { ...claim, name: await findPersonName(db, claim.by) };
}

export async function refuseHeldByAnother(
  db: Connection,
  question: { row: NoticeRow; caller: Caller; now: Date },
): Promise<void> {
  const held = await claimAgainst(db, question);
  if (held !== null) throw new Refusal('illegal_transition', formatHeld(held));
}
