import { doubtsOfSender, type SenderDoubt } from '../../domain/notice/sender-doubts.js';
import type { Connection } from '../../registry/db.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import { hasSentBefore, listForgeable } from '../../registry/notice/sender-checks.js';

/** What is odd about who sent a notice, by the directory and the notices on record: for whoever triages and approves. */
export async function findSenderDoubts(db: Connection, row: NoticeRow): Promise<SenderDoubt[]> {
  const { authority_id: id, authority_name: name, authority_email: email, authenticity } = row;
  // Every view of a notice asks: only what can make a difference is looked up.
  const [seenBefore, directory] = await Promise.all([
    id === null ? false : hasSentBefore(db, { ...row, authority_id: id }),
    id === null || email !== null ? listForgeable(db, row) : [],
  ]);
  return doubtsOfSender({ authenticity, authority: { id, name, email }, seenBefore, directory });
}
