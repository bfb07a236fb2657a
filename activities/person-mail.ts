import { ApplicationFailure } from '@temporalio/activity';
import type { Connection, Db } from '../registry/db.js';
import { markMailFailed, markMailSent, type MailQueue } from '../registry/letters/mail-queue.js';
import { raiseAlert } from '../registry/ops/alerts.js';
import type { MailTransport } from '../letters/mail-transport.js';

/** What sends mails to single people. */
export interface Mailing {
  db: Db;
  transport: MailTransport;
  /** The console's address; null: mails name none. */
  consoleUrl: string | null;
}

interface PersonMail {
  key: string;
  attempts: number;
  noticeId: string;
  person: { id: string; name: string; email: string };
  mail: { subject: string; text: string };
  giveUpAt: Date;
}

/**
 * Sends a claimed mail in the transaction that claimed it. A refusal raises an alert, because the person's address is
 * wrong.
 */
export async function deliverPersonMail(
  { trx, transport, queue }: { trx: Connection; transport: MailTransport; queue: MailQueue },
  { key, attempts, noticeId, person, mail, giveUpAt }: PersonMail,
): Promise<void> {
  try {
    await markMailSent(trx, queue, { key, ...(await transport.send({ key, to: person.email, ...mail })) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const isRefused = error instanceof ApplicationFailure && error.nonRetryable === true;
    await markMailFailed(trx, queue, { key, attempts, error: why, isOver: isRefused || giveUpAt <= new Date() });
    if (!isRefused) return;
    await raiseAlert(trx, {
      key: `person:${person.id}:mail_refused`,
      kind: 'mail_refused',
      noticeId,
      summary: `Mail to ${person.name} was refused: ${why}`,
      detail: { person: person.id },
    });
  }
}
