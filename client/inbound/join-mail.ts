import type { Actor } from '../../domain/people/actor.js';
import type { Connection } from '../../registry/db.js';
import type { SortedRow } from '../../registry/mail/sort-inbound.js';
import { listPapers, makePapers } from '../../registry/mail/sort-inbound.js';
import { awaitsReply, nextReply, unreadKey } from '../../registry/mail/replies.js';
import { settleHeld } from '../../registry/mail/held.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { lockNotice } from '../../registry/notice/notices.js';
import { raiseAttention } from '../../registry/ops/attention.js';
import { insertOutbox } from '../../registry/ops/outbox.js';
import { Refusal } from '../refusal.js';

/** What of its text stands on the timeline; the whole of it is among the papers. */
const MOST_TOLD = 20_000;

/**
 * Makes a mail part of a notice: its papers, its text on the timeline, the word to the workflow where a clock waits for it, and
 * somebody asked to read it. What nobody wrote is on the timeline alone. Throws `illegal_transition` where papers are erased.
 */
export async function joinMail(
  trx: Connection,
  { mail, noticeId, actor, at }: { mail: SortedRow; noticeId: string; actor: Actor; at: Date },
): Promise<void> {
  const { erased_at: erasedAt, stage } = await lockNotice(trx, noticeId);
  if (erasedAt !== null)
    throw new Refusal('illegal_transition', 'Part of this notice was erased when its time was over: it takes no mail.');
  const reply = await nextReply(trx, noticeId);
  const papers = await listPapers(trx, mail.id);
  const by = actor.kind === 'person' ? actor.id : null;
  await makePapers(trx, { id: mail.id, by, at, state: 'joined', noticeId, reply });
  await settleHeld(trx, mail.id);
  const automatic = mail.facts?.automatic === true || mail.facts?.bounce != null;
  const detail = {
    reply,
    mail: mail.id,
    from: mail.from_address,
    subject: mail.subject,
    text: mail.text.slice(0, MOST_TOLD).toWellFormed(),
    aligned: mail.authentication?.aligned === true,
    automatic,
    papers: [mail.sha256, ...papers.map(({ sha256 }) => sha256)],
  };
  await appendAudit(trx, [{ at, noticeId, actor, action: 'authority_replied', detail }]);
  if (automatic) return;
  await raiseAttention(trx, {
    key: unreadKey(noticeId, reply),
    kind: 'reply_unread',
    noticeId,
    summary: `A reply has come (${reply}). Read it, and say what came of it.`,
    detail: { reply, mail: mail.id },
  });
  if (stage === 'closed') return;
  if (await awaitsReply(trx, noticeId))
    await insertOutbox(trx, { noticeId, kind: 'command', payload: { name: 'authority_replied', body: { reply } } });
  // What nothing proves to be the authority's moves no clock by itself: a person may resume it from this reply.
  if (detail.aligned)
    await insertOutbox(trx, { noticeId, kind: 'clocks', payload: { reply, answeredAtMs: mail.received_at.getTime() } });
}
