import type { Logger } from '@temporalio/worker';
import { sendDirectoryMail } from '../activities/directory-mail.js';
import { temporalActivity } from '../activities/activity-context.js';
import { sendBreakGlassMail } from '../activities/break-glass-mail.js';
import { createLetterActivities, type LetterDependencies } from '../activities/letters.js';
import type { MailTransport } from '../letters/mail-transport.js';
import { sendStatusUpdate } from '../activities/status-updates.js';
import { sendWitnessMails } from '../activities/witness-mail.js';
import type { Db } from '../registry/db.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

const EVERY_MS = 3_000;

/**
 * Sends queued mails repeatedly: about directory and staff entries, break-glass access, status updates and audit
 * checkpoints for witnesses. Each of several workers takes other rows.
 */
export function startDirectoryMails(dependencies: {
  db: Db;
  transport: MailTransport;
  letters: LetterDependencies;
  witnesses: readonly string[];
  consoleUrl: string | null;
  logger: Logger;
}): { stop: () => Promise<void> } {
  const { db, transport, letters, witnesses, consoleUrl, logger } = dependencies;
  const statusUpdates = {
    db,
    transport,
    letters: (attempt: number) =>
      createLetterActivities({ ...letters, activity: { ...temporalActivity, attempt: () => attempt } }),
  };
  return runUntilStopped(async ({ isStopped, rest }) => {
    while (!isStopped()) {
      try {
        while (!isStopped() && (await sendDirectoryMail({ db, transport, consoleUrl })));
        while (!isStopped() && (await sendBreakGlassMail({ db, transport, consoleUrl })));
        while (!isStopped() && (await sendStatusUpdate(statusUpdates)));
        await sendWitnessMails({ db, transport, witnesses });
      } catch (error) {
        logFailedJob(logger, 'directory_mails', error);
      }
      if (!isStopped()) await rest(EVERY_MS);
    }
  });
}
