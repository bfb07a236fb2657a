import { handOver, formatNotes } from '../registry/audit/witnesses.js';
import type { Db } from '../registry/db.js';
import type { MailTransport } from '../letters/mail-transport.js';

const MAIL = 'mailto:';

/** Mails every witness address the checkpoints of the audit log it has not received yet. */
export async function sendWitnessMails(dependencies: {
  db: Db;
  transport: MailTransport;
  witnesses: readonly string[];
}): Promise<void> {
  const { db, transport, witnesses } = dependencies;
  for (const witness of witnesses.filter((one) => one.startsWith(MAIL)))
    await handOver(db, {
      witness,
      now: new Date(),
      deliver: async (checkpoints) => {
        const key = `audit-checkpoint:${witness}:${checkpoints.at(-1)?.id}`;
        const subject = `Checkpoints of the audit log of ${transport.senderName}`;
        const text = [
          "Keep this mail: with it, any later audit log can be checked against today's.",
          'How: notice-desk audit verify EXPORT --checkpoint THIS-TEXT',
          '',
          formatNotes(checkpoints),
        ].join('\n');
        await transport.send({ key, to: witness.slice(MAIL.length), subject, text });
      },
    });
}
