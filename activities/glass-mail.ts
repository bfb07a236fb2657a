import { ApplicationFailure } from '@temporalio/activity';
import { linkTo, opaqueMail, opsLink } from '../domain/notice/opaque-page.js';
import type { Db } from '../registry/db.js';
import { claimMail, markMailFailed, markMailSent } from '../registry/letter/mail-queue.js';
import { opaqueKey } from '../registry/letter/staff-messages.js';
import { findMailOf, type GlassMessage } from '../registry/notice/glass-messages.js';
import { raiseAttention } from '../registry/ops/attention.js';
import type { MailTransport } from './mail-transport.js';

const QUEUE = 'glass_message';

/**
 * Mails one person that the glass of a secret was broken; false where no such mail is due. It says nothing of the matter, and to
 * whoever may not know of the notice not even where. Tried again until the access is over.
 */
export async function sendGlassMail({
  db,
  transport,
  consoleUrl,
}: {
  db: Db;
  transport: MailTransport;
  consoleUrl: string | null;
}): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const message = await claimMail<GlassMessage>(trx, QUEUE);
    if (message === undefined) return false;
    const { key, notice_id: noticeId, person_id: personId, knows, attempts, until_at: until } = message;
    const { name, email } = await findMailOf(trx, personId);
    const link = knows ? linkTo(noticeId, consoleUrl) : opsLink(consoleUrl);
    try {
      const sent = await transport.send({ key, to: email, ...opaqueMail({ key: opaqueKey(key), link }) });
      await markMailSent(trx, QUEUE, { key, ...sent });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const isRefused = error instanceof ApplicationFailure && error.nonRetryable === true;
      await markMailFailed(trx, QUEUE, { key, attempts, error: why, isOver: isRefused || until <= new Date() });
      if (isRefused)
        await raiseAttention(trx, {
          key: `person:${personId}:mail_refused`,
          kind: 'mail_refused',
          noticeId,
          summary: `Mail to ${name} is refused: ${why}`,
          detail: { person: personId },
        });
    }
    return true;
  });
}
