import { hostIn, isHostWithin } from '../../../domain/notices/mail-host.js';
import type { Actor } from '../../../domain/people/actor.js';
import type { Connection } from '../../../registry/db.js';
import { attachReport, listMailDocuments, makeDocuments, type SortedRow } from '../../../registry/mail/sort-inbound.js';
import { awaitsReply, nextReply, unreadKey } from '../../../registry/mail/replies.js';
import { settleHeld } from '../../../registry/mail/held.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { lockNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';
import { insertOutbox } from '../../../registry/ops/outbox.js';
import { findAuthority } from '../../../registry/people/authorities.js';
import { Refusal } from '../../refusal.js';

const MAX_LISTED_MATCHES = 20_000;

/**
 * Attaches a mail to a notice: its documents, its text on the timeline, the event for a clock that waits for it, and an
 * alert to read it. An automatic mail only goes on the timeline. Throws `illegal_transition` if the documents are
 * erased.
 */
export async function attachMail(
  trx: Connection,
  { mail, noticeId, actor, at }: { mail: SortedRow; noticeId: string; actor: Actor; at: Date },
): Promise<void> {
  const notice = await lockNotice(trx, noticeId);
  const { erased_at: erasedAt, stage } = notice;
  if (erasedAt !== null)
    throw new Refusal(
      'illegal_transition',
      'Part of this notice was erased when its retention period ended, so no mail can be attached.',
    );
  const reply = await nextReply(trx, noticeId);
  const isReport = mail.facts?.bounce != null;
  const documents = isReport ? [] : [mail, ...(await listMailDocuments(trx, mail.id))];
  const by = actor.kind === 'person' ? actor.id : null;
  const attached = { id: mail.id, by, at, noticeId, reply };
  await (isReport ? attachReport(trx, attached) : makeDocuments(trx, { ...attached, state: 'attached' }));
  await settleHeld(trx, mail.id);
  const automatic = mail.facts?.automatic === true || isReport;
  const detail = {
    reply,
    mail: mail.id,
    from: mail.from_address,
    subject: mail.subject,
    text: mail.text.slice(0, MAX_LISTED_MATCHES).toWellFormed(),
    aligned: mail.proven?.aligned === true,
    automatic,
    documents: documents.map(({ sha256 }) => sha256),
  };
  const entry = { at, noticeId, actor, action: 'mail_attached', detail: { mail: mail.id, reply } } as const;
  const replied = {
    at,
    noticeId,
    actor: isReport ? actor : pickWriter(notice, actor),
    action: 'authority_replied',
    detail,
  } as const;
  await appendAudit(trx, actor.kind === 'person' ? [entry, replied] : [replied]);
  if (automatic) return;
  await raiseAlert(trx, {
    key: unreadKey(noticeId, reply),
    kind: 'reply_unread',
    noticeId,
    summary: `A reply has arrived (${reply}). Read it and record the outcome.`,
    detail: { reply, mail: mail.id },
  });
  if (stage === 'closed') return;
  if (await awaitsReply(trx, noticeId))
    await insertOutbox(trx, { noticeId, kind: 'command', payload: { name: 'authority_replied', body: { reply } } });
  // A mail not proven to be the authority's moves no clock by itself; a person may resume the clock from this reply.
  if (detail.aligned && (actor.kind !== 'person' || (await isFromAuthority(trx, mail, notice))))
    await insertOutbox(trx, { noticeId, kind: 'clocks', payload: { reply, answeredAtMs: mail.received_at.getTime() } });
}

async function isFromAuthority(
  trx: Connection,
  { from_address: from }: SortedRow,
  { authority_id: id }: NoticeRow,
): Promise<boolean> {
  const authority = id === null ? undefined : await findAuthority(trx, id);
  return authority !== undefined && isHostWithin(hostIn(from), authority.domains);
}

/** The `aligned` field of the entry says whether this author is proven. */
function pickWriter({ authority_id: id, authority_name: name }: NoticeRow, actor: Actor): Actor {
  return actor.kind === 'authority' ? actor : { kind: 'authority', id: id ?? name, name, roles: [] };
}
