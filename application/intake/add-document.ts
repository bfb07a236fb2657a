import { appendAudit } from '../../registry/notices/audit.js';
import { lockNotice, type NoticeRow } from '../../registry/notices/notices.js';
import { insertDocument } from '../../registry/notices/receive.js';
import type { Connection } from '../../registry/db.js';
import { toActor, type Caller } from '../caller.js';
import { Refusal } from '../refusal.js';

export interface SentDocument {
  name: string;
  mediaType: string;
  bytes: Buffer;
  sha256: string;
}

export interface AddedDocument {
  sha256: string;
  name: string;
  mediaType: string;
  size: number;
  added: boolean;
}

/** Stores a further document of an open notice by its SHA-256, with its audit entry. */
export async function addDocument(
  trx: Connection,
  { row, caller, document, at }: { row: NoticeRow; caller: Caller; document: SentDocument; at: Date },
): Promise<AddedDocument> {
  if ((await lockNotice(trx, row.id)).stage === 'closed')
    throw new Refusal('illegal_transition', 'The notice is closed. Counsel can reopen it; then add the document.');
  const { name, mediaType, bytes, sha256 } = document;
  const facts = { sha256, name, mediaType, size: bytes.length };
  const added = await insertDocument(trx, { noticeId: row.id, document });
  if (added)
    await appendAudit(trx, [{ at, noticeId: row.id, actor: toActor(caller), action: 'document_added', detail: facts }]);
  return { ...facts, added };
}
