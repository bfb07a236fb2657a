import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { MailEnvelope, MailWay } from '../domain/mail/read-mail.js';
import type { Db } from '../registry/db.js';
import { storeMail } from '../registry/mail/store-mail.js';
import { fingerprint } from './fingerprint.js';
import { readHeader } from './header-facts.js';

/** Stores a message as received, in one commit; false if it is already stored. */
export async function storeRaw(
  db: Db,
  raw: Buffer,
  { envelope, way }: { envelope: MailEnvelope; way: MailWay },
): Promise<boolean> {
  const sha256 = createHash('sha256').update(raw).digest('hex');
  return storeMail(db, {
    id: uuidv7(),
    way,
    envelope,
    sha256,
    contentSha256: fingerprint(raw),
    raw,
    header: readHeader(raw),
  });
}
