import { z } from 'zod';
import { countCaughtMail, listCaughtMail } from '../../../registry/letters/mail-catcher.js';
import { readAsService } from '../../../registry/reading.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { ApiProblem } from '../../problems.js';
import { stamp } from '../../../contract/notice-view.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { recordSecretReads, type SeenNotice } from '../../../application/secret-reads.js';
import { toReader } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';

const mailView = z.object({
  id: z.string(),
  messageId: z.string().nullable(),
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  html: z.string().nullable(),
  raw: z.string(),
  receivedAt: stamp,
});

/** `GET /v1/outbox`: mails sent by the embedded desk; empty for a desk with its own mail server. */
export function registerListOutbox(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List mail caught by the embedded desk',
    tags: ['ops'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(mailView) },
  };
  app.get('/v1/outbox', { schema, preValidation: needs('outbox.read') }, async (request) => {
    if (!context.embedded)
      throw new ApiProblem('not-found', 'This desk sends real mail and keeps no outbox. Check the mail server.');
    const caller = requireCaller(request);
    const reader = toReader(caller);
    const { cursor, ...paging } = request.query;
    const key = readCursor(cursor, z.tuple([z.number().int().min(0), cursorKeys.uuid]));
    const after = key === null ? null : { receivedUs: key[0], id: key[1] };
    const seen: SeenNotice[] = [];
    const page = await answerPage(paging, {
      rows: (limit) => readAsService('caught_mail', () => listCaughtMail(context.db, { reader, after, limit })),
      total: () => readAsService('caught_mail', () => countCaughtMail(context.db, { reader })),
      view: (mail) => {
        if (mail.notice_id !== null && mail.secrecy_level !== null)
          seen.push({ id: mail.notice_id, level: mail.secrecy_level });
        return {
          id: mail.id,
          messageId: mail.message_id,
          envelope: { from: mail.envelope_from, to: mail.envelope_to },
          headers: mail.headers,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          raw: mail.raw,
          receivedAt: mail.received_at.toISOString(),
        };
      },
      key: (mail) => [mail.received_us, mail.id],
    });
    await recordSecretReads(context, caller, { seen, list: 'outbox' });
    return page;
  });
}
