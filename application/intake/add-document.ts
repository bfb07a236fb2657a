import { appendAudit } from '../../registry/notices/audit.js';
import { lockNotice } from '../../registry/notices/notices.js';
import { insertDocument } from '../../registry/notices/receive.js';
import type { Connection } from '../../registry/db.js';
import type { Admitted } from '../admit.js';
import { toActor } from '../caller.js';
import { runOnce, type SentAnswer } from '../once.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';

export interface SentDocument {
  name: string;
  mediaType: string;
  bytes: Buffer;
  sha256: string;
}

/** Stores a further document of an open notice by its SHA-256, once per key. */
export async function addDocument(
  { db, now }: Pick<Services, 'db' | 'now'>,
  admitted: Admitted,
  { document, key }: { document: SentDocument; key: string | undefined },
): Promise<SentAnswer> {
  const { row, caller } = admitted;
  const { bytes: _, ...body } = document;
  return runOnce(db, { caller: caller.person.id, key, scope: `${row.id}/documents`, body }, async (trx) => {
    const answer = await storeDocument(trx, { ...admitted, document, at: now() });
    return { status: 200, answer, location: null, noticeId: row.id };
  });
}

async function storeDocument(
  trx: Connection,
  { row, caller, document, at }: Admitted & { document: SentDocument; at: Date },
) {
  if ((await lockNotice(trx, row.id)).stage === 'closed')
    throw new Refusal('illegal_transition', 'The notice is closed. Counsel can reopen it; then add the document.');
  const { name, mediaType, bytes, sha256 } = document;
  const facts = { sha256, name, mediaType, size: bytes.length };
  const added = await insertDocument(trx, { noticeId: row.id, document });
  if (added)
    await appendAudit(trx, [{ at, noticeId: row.id, actor: toActor(caller), action: 'document_added', detail: facts }]);
  return { ...facts, added };
}
