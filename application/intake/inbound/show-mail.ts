import { z } from 'zod';
import type { inboundView } from '../../../contract/mail/inbound.js';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { NO_FACTS, UNPROVEN, type ShownState, isAutomaticMail } from '../../../domain/mail/read-mail.js';
import { can } from '../../../domain/people/permission.js';
import { isUuid } from '../../../domain/uuid.js';
import type { Connection } from '../../../registry/db.js';
import {
  countInbound,
  findInbound,
  findRawMail,
  listInbound,
  type InboundRow,
} from '../../../registry/mail/inbound-views.js';
import { findAccess } from '../../access.js';
import type { Acting } from '../../acting.js';
import { toActor, toReader, type Caller } from '../../caller.js';
import { readCursor } from '../../paging.js';
import { invalid, notPermitted, Refusal } from '../../refusal.js';
import { recordSecretReads } from '../../secret-reads.js';
import { answerSeenPage, toSeenIn } from '../../seen-page.js';
import type { Services } from '../../services.js';
import { attachMail } from './attach-mail.js';
import { CURES } from '../../../domain/commands/cures.js';
import { settleHeld } from '../../../registry/mail/held.js';
import { lockInbound, markRejected, type SortedRow } from '../../../registry/mail/sort-inbound.js';

type MailView = z.input<typeof inboundView>;

/** Lists inbound mail, in the given states and with the given text if there are any. */
export async function pageInbound(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { cursor, state, q, ...paging }: PageQuery & { state?: ShownState[] | undefined; q?: string | undefined },
) {
  const reader = toReader(caller);
  const states = state ?? null;
  const key = readCursor(cursor, z.tuple([z.number().int().min(0), cursorKeys.uuid]));
  const after = key === null ? null : { receivedUs: key[0], id: key[1] };
  return answerSeenPage(services, { caller, name: 'inbound' }, paging, {
    rows: (limit) => listInbound(services.db, { reader, states, after, limit, q }),
    total: () => countInbound(services.db, { reader, states, q }),
    view: (row) => toInboundView(row, caller),
    key: (row) => [row.received_us, row.id],
    seen: (row) => toSeenIn(row.notice_id, row.secrecy_level),
  });
}

/** Returns a message as it came, which is hostile. Throws `missing` also for one that the caller cannot read. */
export async function getRawMail(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { id }: { id: string },
): Promise<{ name: string; bytes: Buffer }> {
  const row = await needInbound(services.db, caller, id);
  if (!can(caller.roles, 'notice.read_documents')) throw notPermitted('notice.read_documents');
  await recordSecretReads(services, caller, { seen: toSeenIn(row.notice_id, row.secrecy_level) });
  const bytes = await findRawMail(services.db, row.id);
  if (bytes === undefined) throw new Refusal('missing', 'It was erased when its retention period ended.');
  return { name: `${row.id}.eml`, bytes };
}

/** Finds a mail; an unknown one and one that the caller cannot read get the same answer. */
export async function needInbound(db: Connection, caller: Caller, id: string): Promise<InboundRow> {
  const row = isUuid(id) ? await findInbound(db, { id, reader: toReader(caller) }) : undefined;
  if (row === undefined) throw new Refusal('missing', CURES.noMail);
  return row;
}

export async function attachInbound(
  { trx, services, caller }: Acting,
  { id, notice }: { id: string; notice: string },
): Promise<MailView> {
  const found = await findAccess(trx, caller, notice);
  if (found === null) throw invalid('/notice', CURES.noNotice);
  const mail = await needHeld(trx, id);
  await attachMail(trx, { mail, noticeId: found.row.id, actor: toActor(caller), at: services.now() });
  return toInboundView(await needInbound(trx, caller, id), caller);
}

export async function rejectInbound(
  { trx, services, caller }: Acting,
  { id, reason }: { id: string; reason: string },
): Promise<MailView> {
  await rejectMail(trx, { id, by: caller.person.id, at: services.now(), reason });
  return toInboundView(await needInbound(trx, caller, id), caller);
}

/** A mail as its reader may see it: readers of facts see only who wrote when and how the desk classified it. */
function toInboundView(row: InboundRow, { roles }: Caller): MailView {
  const readsText = can(roles, 'notice.read_documents');
  const { problems, replyTo } = row.facts ?? NO_FACTS;
  return {
    id: row.id,
    receivedAt: row.received_at.toISOString(),
    way: row.way,
    from: row.from_address,
    subject: row.subject,
    messageId: row.message_id,
    date: row.header_date?.toISOString() ?? null,
    authentication: row.authentication ?? UNPROVEN,
    problems,
    proposal: {
      kind: row.proposed_kind,
      notice: row.proposed_notice,
      authority: row.proposed_authority,
      regime: row.proposed_regime,
    },
    state: row.state,
    notice: row.notice_id,
    number: row.number,
    reply: row.reply,
    isRead: row.read,
    replyTo,
    text: readsText ? row.text : null,
    documents: readsText ? row.documents : null,
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    reason: row.reason,
  };
}

const STATE_WORDS = {
  accepted: 'It is already a notice.',
  attached: 'It is already attached to a notice.',
  rejected: 'It was rejected.',
} as const;

/**
 * Locks and returns a mail that awaits a person's decision. Throws `illegal_transition` if it was decided already or is
 * still being read.
 */
async function needHeld(trx: Connection, id: string): Promise<SortedRow> {
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
async function rejectMail(
  trx: Connection,
  { id, by, at, reason }: { id: string; by: string; at: Date; reason: string },
): Promise<void> {
  await needHeld(trx, id);
  await markRejected(trx, { id, by, at, reason });
  await settleHeld(trx, id);
}
