import { z } from 'zod';
import { MAIL_WAYS, PROPOSED_KINDS, SHOWN_STATES } from '../../domain/mail/read-mail.js';
import { NOTICE_KINDS } from '../../domain/notices/notice.js';
import { readListView } from '../lists.js';
import { noticeCreate } from '../notice-create.js';
import { stamp } from '../notice-view.js';

/** Result words of RFC 8601: pass, fail, softfail, neutral, none, policy, temperror, permerror. */
const word = z.string();

export const authenticationView = z.object({
  spf: word,
  dkim: word,
  dmarc: word,
  arc: word,
  aligned: z.boolean().describe('A valid signature of the From domain covers the whole message'),
  signature: z
    .object({
      kind: z.enum(['smime', 'pgp', 'pades']),
      valid: z.boolean(),
      signer: z.string().nullable(),
      problem: z.string().nullable(),
    })
    .nullable(),
});

/** Items of `GET /v1/inbound` (docs/integrating/interface.md, Mail). */
export const inboundView = z
  .object({
    id: z.string(),
    receivedAt: stamp,
    way: z
      .enum(MAIL_WAYS)
      .describe('How it was received; `portal`: an answer written there by a signer of the authority'),
    from: z.string().describe('The From address; empty if there is not exactly one'),
    subject: z.string(),
    messageId: z.string().nullable(),
    date: stamp.nullable().describe('When it was written, by its header; null if that has no valid time'),
    authentication: authenticationView,
    problems: z.array(z.string()).describe('Anomalies in its form'),
    proposal: z.object({
      kind: z.enum(PROPOSED_KINDS),
      notice: z.string().nullable(),
      authority: z.string().nullable(),
      regime: z.string().nullable(),
    }),
    state: z
      .enum(SHOWN_STATES)
      .describe(
        '`unread`: being parsed. Until then from, subject, date and messageId come from its header, unverified',
      ),
    notice: z.string().nullable(),
    number: z.string().nullable(),
    reply: z.number().int().nullable().describe('Its number among the replies of the notice'),
    isRead: z.boolean().describe('Whether the desk has parsed it; until then it cannot be accepted'),
    replyTo: z.array(z.string()).describe('Where it asks answers to go; nothing is ever sent there'),
    text: z.string().nullable().describe('null for roles that only read facts'),
    documents: z
      .array(z.object({ name: z.string(), mediaType: z.string(), sha256: z.string(), size: z.number().int() }))
      .nullable()
      .describe('Its attachments; null for roles that only read facts'),
    decidedBy: z
      .string()
      .nullable()
      .describe('Name of the person who accepted, attached or rejected it; null: the desk, automatically'),
    decidedAt: stamp.nullable(),
    reason: z.string(),
  })
  .meta({ id: 'InboundMail' });

/**
 * Body that accepts an inbound mail: an intake body without documents, because the mail and its attachments are the
 * documents.
 */
export const inboundAccept = noticeCreate
  .omit({ documents: true })
  .extend({
    confirmAutomatic: z
      .boolean()
      .optional()
      .describe('Required (true) if the desk classified the mail as `bounce` or `automatic`; else 422'),
  })
  .meta({ id: 'InboundTake' });

/** What the text and the attachments of a mail seem to state, for the person who makes a notice of it. */
export const inboundReading = readListView.omit({ format: true }).extend({
  kind: z.enum(NOTICE_KINDS).nullable().describe('The kind that subject or text name; null: none'),
});

export const inboundAttach = z.strictObject({ notice: z.string().max(100) });

export const inboundReject = z.strictObject({ reason: z.string().trim().min(1).max(2_000) });

export const readReply = z.object({ notice: z.string(), reply: z.number().int(), state: z.literal('read') });
