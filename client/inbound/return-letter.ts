import { SYSTEM } from '../../domain/people/actor.js';
import type { Connection } from '../../registry/db.js';
import { makePapers, markLetterReturned, type NamedLetter, type SortedRow } from '../../registry/mail/sort-inbound.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { lockNotice } from '../../registry/notice/notices.js';
import { raiseAttention } from '../../registry/ops/attention.js';

/** A letter that a mail server had taken has come back: it did not arrive, and somebody has to see to it. */
export async function returnLetter(
  trx: Connection,
  { mail, letter, at }: { mail: SortedRow; letter: NamedLetter; at: Date },
): Promise<void> {
  const { notice_id: noticeId, n, key, kind } = letter;
  const { erased_at: erasedAt } = await lockNotice(trx, noticeId);
  if (erasedAt !== null) return;
  const reply = mail.facts?.bounce?.diagnostic || 'It came back.';
  const returned = await markLetterReturned(trx, { noticeId, n, reply });
  await makePapers(trx, { id: mail.id, by: null, at, state: 'joined', noticeId, reply: null });
  if (!returned) return;
  const detail = { n, kind, to: letter.to_address ?? '', reply };
  await appendAudit(trx, [{ at, noticeId, actor: SYSTEM, action: 'letter_bounced', detail }]);
  await raiseAttention(trx, {
    key: `${key}:letter_bounced`,
    kind: 'letter_bounced',
    noticeId,
    summary: `Letter ${n} (${kind}) came back: ${reply}`,
    detail: { n, letter: kind },
  });
}
