import type { Connection } from '../../../registry/db.js';
import { settleHeld } from '../../../registry/mail/held.js';
import { lockInbound, markRejected, type SortedRow } from '../../../registry/mail/sort-inbound.js';
import { isAutomaticMail } from '../../../domain/mail/read-mail.js';
import { invalid, Refusal } from '../../refusal.js';
import { CURES } from '../../../domain/commands/cures.js';

const STATE_WORDS = {
  accepted: 'It is already a notice.',
  attached: 'It is already attached to a notice.',
  rejected: 'It was rejected.',
} as const;

/**
 * Locks and returns a mail that awaits a person's decision. Throws `illegal_transition` if it was decided already or is
 * still being read.
 */
export async function needHeld(trx: Connection, id: string): Promise<SortedRow> {
  const mail = await lockInbound(trx, id);
  if (mail === undefined) throw new Refusal('missing', CURES.noMail);
  if (mail.state !== 'held') throw new Refusal('illegal_transition', STATE_WORDS[mail.state]);
  if (mail.unread) throw new Refusal('illegal_transition', 'It is being parsed. Try again in a moment.');
  return mail;
}

/** As `needHeld`, for turning a mail into a notice: an apparent bounce or automatic reply needs `confirmed`. */
export async function needTakeable(
  trx: Connection,
  { id, confirmed }: { id: string; confirmed: boolean },
): Promise<SortedRow> {
  const mail = await needHeld(trx, id);
  if (confirmed || !isAutomaticMail({ kind: mail.proposed_kind, facts: mail.facts })) return mail;
  throw invalid(
    '/confirmAutomatic',
    'The desk classified this mail as a bounce or an automatic reply. Send "confirmAutomatic": true to create a notice from it anyway.',
  );
}

/** Rejects a mail with a reason: it stays on record and has no further effect. */
export async function rejectMail(
  trx: Connection,
  { id, by, at, reason }: { id: string; by: string; at: Date; reason: string },
): Promise<void> {
  await needHeld(trx, id);
  await markRejected(trx, { id, by, at, reason });
  await settleHeld(trx, id);
}
