import { z } from 'zod';
import { MAIL_WAYS } from '../domain/mail/read-mail.js';
import { AUTHENTICITIES } from '../domain/notices/notice.js';
import { SENDER_DOUBTS } from '../domain/notices/sender-doubt.js';
import { SENDER_POINTS } from '../domain/notices/sender-points.js';
import { RISKS } from '../domain/submissions/submission.js';
import { authenticationView } from './mail/inbound.js';
import { senderCheckView } from './notice-parts.js';
import { stamp, stampOrNull } from './notice-view.js';
import { authorityView } from './people/admin.js';

const mail = z.object({
  id: z.string(),
  receivedAt: stamp,
  way: z.enum(MAIL_WAYS),
  from: z.string(),
  replyTo: z.array(z.string()),
  messageId: z.string().nullable(),
  sha256: z.string().describe('SHA-256 of the raw message, under which it is a document of the notice'),
  authentication: authenticationView.nullable().describe('As found when the message was parsed'),
  problems: z.array(z.string()),
  reply: z.number().int().nullable().describe('null: the mail that started the notice'),
  decidedByName: z.string().nullable().describe('Who accepted or attached it; null: the desk, automatically'),
});

const change = z.object({
  at: stamp,
  by: z.string().describe('Person id'),
  byName: z.string(),
  fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
});

/** `GET /v1/notices/{id}/authenticity`: all evidence for and against a notice being genuine. */
export const authenticityView = z
  .object({
    notice: z.object({ id: z.string(), number: z.string() }),
    madeAt: stamp,
    authenticity: z.enum(AUTHENTICITIES),
    came: z.object({
      channel: z.string(),
      receivedAt: stamp,
      servedAt: stampOrNull,
      issuedAt: stampOrNull,
      reference: z.string(),
      enteredBy: z.string().nullable().describe('Person id; null: the desk, for a mail'),
    }),
    mails: z.array(mail).describe('The mail that started the notice, and replies'),
    directory: z.object({
      named: z.object({
        id: z.string().nullable(),
        name: z.string(),
        country: z.string(),
        email: z.string().nullable(),
      }),
      atReceipt: authorityView.nullable().describe('The directory entry at receipt'),
      now: authorityView.nullable(),
      changes: z.array(change).describe('Changes of the entry from 90 days before receipt on'),
    }),
    triggers: z
      .array(
        z.object({
          code: z.enum(SENDER_DOUBTS),
          words: z.string().describe('In English'),
          basis: z.array(z.string()).describe('The recorded facts that it is based on'),
        }),
      )
      .describe('Doubts about the sender, as far as the caller has access'),
    checks: z.array(
      senderCheckView.extend({
        open: z.array(z.enum(SENDER_POINTS)).describe('Unchecked items of the checklist'),
      }),
    ),
    verifiedBy: z.array(z.string()).describe('Person ids'),
    shown: z
      .array(z.object({ submission: z.number().int(), risks: z.array(z.enum(RISKS)) }))
      .describe('The doubts shown to approvers'),
  })
  .meta({ id: 'Authenticity' });
