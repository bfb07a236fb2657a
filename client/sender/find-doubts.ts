import { doubtsOfSender, type SenderDoubt } from '../../domain/notice/sender-doubts.js';
import type { Connection } from '../../registry/db.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import { hasSentBefore, listForgeable } from '../../registry/notice/sender-checks.js';

/** What is odd about who sent a notice, by the directory and the notices on record: for whoever triages and approves. */
export async function findSenderDoubts(db: Connection, row: NoticeRow): Promise<SenderDoubt[]> {
  const [seenBefore, directory] = await Promise.all([hasSentBefore(db, row), listForgeable(db, row)]);
  const { authority_id: id, authority_name: name, authority_email: email, authenticity } = row;
  return doubtsOfSender({ authenticity, authority: { id, name, email }, seenBefore, directory });
}
