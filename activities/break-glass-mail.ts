import { linkTo, opaqueMail, opsLink } from '../domain/notices/opaque-page.js';
import { claimMail } from '../registry/letters/mail-queue.js';
import { opaqueKey } from '../registry/letters/staff-messages.js';
import { findPersonMail, type BreakGlassMessage } from '../registry/notices/break-glass-messages.js';
import { deliverPersonMail, type Mailing } from './directory-mail.js';

const QUEUE = 'break_glass_message';

/**
 * Mails one person about break-glass access to a secret notice; false if no mail is due. It says nothing of the matter,
 * and people without access to the notice do not learn which one. Retried until the access ends.
 */
export async function sendBreakGlassMail({ db, transport, consoleUrl }: Mailing): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const message = await claimMail<BreakGlassMessage>(trx, QUEUE);
    if (message === undefined) return false;
    const { key, notice_id: noticeId, person_id: personId, knows, attempts, until_at: until } = message;
    const found = await findPersonMail(trx, personId);
    const link = knows ? linkTo(noticeId, consoleUrl) : opsLink(consoleUrl);
    await deliverPersonMail(
      { trx, transport, queue: QUEUE },
      {
        key,
        attempts,
        noticeId,
        person: { id: personId, ...found },
        mail: opaqueMail({ key: opaqueKey(key), link }),
        giveUpAt: until,
      },
    );
    return true;
  });
}
