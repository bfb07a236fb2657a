import type { Logger } from '@temporalio/worker';
import { sendDirectoryMail } from '../activities/directory-mail.js';
import type { MailTransport } from '../activities/mail-transport.js';
import { sendWitnessMails } from '../activities/witness-mail.js';
import type { Db } from '../registry/db.js';
import { runUntilStopped } from './run-until-stopped.js';

const EVERY_MS = 3_000;

/**
 * Sends what authorities are to be told of their entries in the directory, and checkpoints of the audit log to witnesses
 * by mail, again and again; of several workers each takes other rows.
 */
export function startDirectoryMails({
  db,
  transport,
  witnesses,
  logger,
}: {
  db: Db;
  transport: MailTransport;
  witnesses: readonly string[];
  logger: Logger;
}): { stop: () => Promise<void> } {
  return runUntilStopped(async ({ isStopped, rest }) => {
    while (!isStopped()) {
      try {
        while (!isStopped() && (await sendDirectoryMail({ db, transport })));
        await sendWitnessMails({ db, transport, witnesses });
      } catch (error) {
        logger.warn('mails to authorities and witnesses put off', {
          reason: error instanceof Error ? error.message : String(error),
        });
      }
      if (!isStopped()) await rest(EVERY_MS);
    }
  });
}
