import type { Connection } from '../../registry/db.js';
import { settleHeld } from '../../registry/mail/held.js';
import { lockInbound, markRejected, type SortedRow } from '../../registry/mail/sort-inbound.js';
import { Refusal } from '../refusal.js';

const STATE_WORDS = {
  taken: 'It is a notice already.',
  joined: 'It is part of a notice already.',
  rejected: 'It was rejected.',
} as const;

/** A mail that a person may decide on, locked. Throws `illegal_transition` where that was done, or it is not read yet. */
export async function needHeld(trx: Connection, id: string): Promise<SortedRow> {
  const mail = await lockInbound(trx, id);
  if (mail === undefined) throw new Refusal('missing', 'There is no such mail.');
  if (mail.state !== 'held') throw new Refusal('illegal_transition', STATE_WORDS[mail.state]);
  // One whose sender is still looked up may be decided on all the same.
  if (mail.authentication === null) throw new Refusal('illegal_transition', 'It is being read. Ask again in a moment.');
  return mail;
}

/** Puts a mail aside, with a reason: it stays on record, and nothing follows from it. */
export async function rejectMail(
  trx: Connection,
  { id, by, at, reason }: { id: string; by: string; at: Date; reason: string },
): Promise<void> {
  await needHeld(trx, id);
  await markRejected(trx, { id, by, at, reason });
  await settleHeld(trx, id);
}
