import { createHash } from 'node:crypto';
import type { Db } from '../registry/db.js';
import {
  claimUnread,
  leaveToOwnReader,
  markRead,
  postponeReading,
  type MailRead,
  type UnreadMail,
} from '../registry/mail/store-mail.js';
import { readFencedMail, UNREADABLE, type FencedMail, type MailTask } from './read-fenced.js';
import type { WarmReader } from './warm-reader.js';

/** A message that crashes its reader this often is held unread. */
const MAX_TRIES = 3;
/** Retries with growing delays, all within seven minutes. */
const MAX_LOOKUPS = 5;

/** Reads one stored, unread message in a process of its own; false if none is due. */
export async function readNext(db: Db, task: Omit<MailTask, 'envelope'>): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const mail = await claimUnread(trx, { plain: false });
    if (mail === undefined) return false;
    const found = await readFencedMail(mail.raw, { ...task, envelope: mail.envelope });
    if (found === null && mail.attempts + 1 < MAX_TRIES) {
      await postponeReading(trx, { id: mail.id, seconds: 5 });
      return true;
    }
    await markRead(trx, { id: mail.id, read: toRead(found ?? UNREADABLE), again: againIn(mail, found) });
    return true;
  });
}

/**
 * Reads one text-only message in a reused sandbox process. The result counts only if nothing acts on it without a
 * person; any other message is read again in a process of its own.
 */
export async function readNextPlain(
  db: Db,
  task: Omit<MailTask, 'envelope'>,
  warm: Pick<WarmReader, 'read'>,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const mail = await claimUnread(trx, { plain: true });
    if (mail === undefined) return false;
    const found = await warm.read(mail.raw, { ...task, envelope: mail.envelope });
    if (found === null || needsOwnReader(found)) await leaveToOwnReader(trx, { id: mail.id });
    else await markRead(trx, { id: mail.id, read: toRead(found), again: againIn(mail, found) });
    return true;
  });
}

function needsOwnReader({ authentication, facts, proof, documents }: FencedMail): boolean {
  const { aligned, signature } = authentication;
  return aligned || proof !== null || signature !== null || facts.bounce !== null || documents.length > 0;
}

function againIn({ attempts }: UnreadMail, found: FencedMail | null): number | null {
  return found?.again === true && attempts + 1 < MAX_LOOKUPS ? 10 * 3 ** attempts : null;
}

function toRead({ proof, documents, ...read }: FencedMail): MailRead {
  return {
    ...read,
    proofSha256: proof,
    documents: documents.map(({ name, mediaType, contentBase64 }) => {
      const bytes = Buffer.from(contentBase64, 'base64');
      return { name, mediaType, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    }),
  };
}
