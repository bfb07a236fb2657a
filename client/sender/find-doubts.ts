import { doubtsOfSender, type SenderDoubt, type SenderFacts } from '../../domain/notice/sender-doubts.js';
import { askTogether } from '../../registry/ask.js';
import type { Connection } from '../../registry/db.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import { forgeable, sentBefore } from '../../registry/notice/sender-checks.js';

/** What is odd about who sent a notice, by the directory and the notices on record: for whoever triages and approves. */
export async function findSenderDoubts(db: Connection, row: NoticeRow): Promise<SenderDoubt[]> {
  return toSenderDoubts(row, await askTogether(db, senderFactsOf(row)));
}

/** What has to be asked about a sender, who stays the same for a notice. */
export function senderFactsOf(row: NoticeRow) {
  return { seenBefore: sentBefore(row), directory: forgeable(row) };
}

/** What is odd, by the answers. */
export function toSenderDoubts(
  { authority_id: id, authority_name: name, authority_email: email, authenticity }: NoticeRow,
  { seenBefore, directory }: Pick<SenderFacts, 'seenBefore' | 'directory'>,
): SenderDoubt[] {
  return doubtsOfSender({ authenticity, authority: { id, name, email }, seenBefore, directory });
}
