import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { countCaughtMail, listCaughtMail } from '../../../registry/letters/mail-catcher.js';
import { readAsService } from '../../../registry/reading.js';
import { toReader, type Caller } from '../../caller.js';
import { readCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import { answerSeenPage, toSeenIn } from '../../seen-page.js';
import type { Services } from '../../services.js';

/** Lists mails sent by the embedded desk; a desk with its own mail server has none. */
export async function pageCaughtMail(
  services: Pick<Services, 'db' | 'now'> & { embedded: boolean },
  caller: Caller,
  { cursor, ...paging }: PageQuery,
) {
  if (!services.embedded)
    throw new Refusal('missing', 'This desk sends real mail and keeps no outbox. Check the mail server.');
  const reader = toReader(caller);
  const key = readCursor(cursor, z.tuple([z.number().int().min(0), cursorKeys.uuid]));
  const after = key === null ? null : { receivedUs: key[0], id: key[1] };
  return answerSeenPage(services, { caller, name: 'outbox' }, paging, {
    rows: (limit) => readAsService('caught_mail', () => listCaughtMail(services.db, { reader, after, limit })),
    total: () => readAsService('caught_mail', () => countCaughtMail(services.db, { reader })),
    view: (mail) => ({
      id: mail.id,
      messageId: mail.message_id,
      envelope: { from: mail.envelope_from, to: mail.envelope_to },
      headers: mail.headers,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      raw: mail.raw,
      receivedAt: mail.received_at.toISOString(),
    }),
    key: (mail) => [mail.received_us, mail.id],
    seen: (mail) => toSeenIn(mail.notice_id, mail.secrecy_level),
  });
}
