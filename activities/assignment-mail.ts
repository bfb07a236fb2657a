import { linkTo, opaqueMail } from '../domain/notices/opaque-page.js';
import { claimMail, markMailFailed } from '../registry/letters/mail-queue.js';
import { opaqueKey } from '../registry/letters/staff-messages.js';
import { findAssignmentToSend, type AssignmentToSend } from '../registry/notices/assignment-messages.js';
import { deliverPersonMail, type Mailing } from './directory-mail.js';

const QUEUE = 'assignment_message';
const GIVE_UP_MS = 24 * 3_600_000;

interface AssignmentRow {
  key: string;
  notice_id: string;
  person_id: string;
  by_id: string | null;
  attempts: number;
  created_at: Date;
}

/**
 * Mails one person that a notice was assigned to them; false if no such mail is due. A person who no longer holds the
 * notice, or may not read it, gets no mail.
 */
export async function sendAssignmentMail({ db, transport, consoleUrl }: Mailing): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await claimMail<AssignmentRow>(trx, QUEUE);
    if (row === undefined) return false;
    const { key, attempts, notice_id: noticeId, person_id: personId } = row;
    const found = await findAssignmentToSend(trx, { noticeId, personId, byId: row.by_id });
    if (!found.stands) {
      await markMailFailed(trx, QUEUE, { key, attempts, error: 'The assignment is over.', isOver: true });
      return true;
    }
    const link = linkTo(noticeId, consoleUrl);
    const mail = found.secret ? opaqueMail({ key: opaqueKey(key), link }) : assignmentMail(found, link);
    await deliverPersonMail(
      { trx, transport, queue: QUEUE },
      {
        key,
        attempts,
        noticeId,
        person: { id: personId, name: found.name, email: found.email },
        mail,
        giveUpAt: new Date(row.created_at.getTime() + GIVE_UP_MS),
      },
    );
    return true;
  });
}

/** Only the number and who assigned it: neither the authority nor the matter belongs in a mailbox. */
function assignmentMail(
  { number, byName }: Pick<AssignmentToSend, 'number' | 'byName'>,
  link: string,
): { subject: string; text: string } {
  const lines = [
    `${byName ?? 'The desk'} has assigned notice ${number} to you.`,
    `Open: ${link}`,
    'You receive this mail because the notice is assigned to you. Please do not forward it.',
  ];
  return { subject: `[${number}] Assigned to you`, text: `${lines.join('\n\n')}\n` };
}
