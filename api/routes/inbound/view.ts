import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { NO_FACTS, UNPROVEN } from '../../../domain/mail/read-mail.js';
import { can } from '../../../domain/people/permission.js';
import type { inboundView } from '../../../contract/mail/inbound.js';
import { isUuid } from '../../../domain/uuid.js';
import type { Connection } from '../../../registry/db.js';
import { findInbound, type InboundRow } from '../../../registry/mail/inbound-views.js';
import { toReader, type Caller } from '../../../application/caller.js';
import { readId } from '../../access.js';
import { ApiProblem } from '../../problems.js';
import { CURES } from '../../../domain/commands/cures.js';

/** A mail as its reader may see it: readers of facts see only who wrote when and how the desk classified it. */
export function toInboundView(row: InboundRow, { roles }: Caller): z.input<typeof inboundView> {
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

/** Finds the mail of a route's `:id`; an unknown one and one that the caller cannot read get the same answer. */
export async function needInbound(db: Connection, request: FastifyRequest, caller: Caller): Promise<InboundRow> {
  const id = readId(request);
  const row = isUuid(id) ? await findInbound(db, { id, reader: toReader(caller) }) : undefined;
  if (row === undefined) throw new ApiProblem('not-found', CURES.noMail);
  return row;
}
