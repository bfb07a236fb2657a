import { isInterim } from '../../../domain/letters/status-update.js';
import { SYSTEM } from '../../../domain/people/actor.js';
import type { Connection } from '../../../registry/db.js';
import {
  attachReport,
  markLetterReturned,
  type NamedLetter,
  type SortedRow,
} from '../../../registry/mail/sort-inbound.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { lockNotice } from '../../../registry/notices/notices.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';

/** Records that an accepted letter has bounced, and raises an alert. */
export async function returnLetter(
  trx: Connection,
  { mail, letter, at }: { mail: SortedRow; letter: NamedLetter; at: Date },
): Promise<void> {
  const { notice_id: noticeId, n, key, kind } = letter;
  const { erased_at: erasedAt } = await lockNotice(trx, noticeId);
  if (erasedAt !== null) return;
  const reply = mail.facts?.bounce?.diagnostic || 'It bounced.';
  const returned = await markLetterReturned(trx, { noticeId, n, reply });
  await attachReport(trx, { id: mail.id, by: null, at, noticeId, reply: null });
  if (!returned) return;
  const detail = { n, kind, to: letter.to_address ?? '', reply };
  await appendAudit(trx, [{ at, noticeId, actor: SYSTEM, action: 'letter_bounced', detail }]);
  const summary = `Letter ${n} (${kind}) bounced: ${reply}`;
  const alert = { noticeId, summary, detail: { n, letter: kind } };
  // An interim letter is not sent again: the next period has its own.
  const isReplaced = isInterim({ letter: kind, submission: letter.submission });
  await raiseAlert(
    trx,
    isReplaced
      ? { ...alert, key: `${noticeId}:status_update_not_sent`, kind: 'status_update_not_sent' }
      : { ...alert, key: `${key}:letter_bounced`, kind: 'letter_bounced' },
  );
}
