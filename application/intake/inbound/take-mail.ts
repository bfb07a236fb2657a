import type { NoticeCreate } from '../../../contract/notice-create.js';
import type { NoticeInput } from '../../../domain/notices/notice-state.js';
import { getNotice } from '../../../registry/notices/notices.js';
import { isKnownTo } from '../../../registry/notices/secrecy.js';
import type { Acting } from '../../acting.js';
import { toReader } from '../../caller.js';
import { toReceiptView } from '../notice/notice-summary.js';
import { loadNoticeView, type NoticeViewing } from '../notice/notice-view.js';
import { readMailNotice, storeMailNotice } from './accept-mail.js';
import { needTakeable } from './decide-mail.js';

/** Makes a notice from a held mail, whose attachments become its documents. `started`: its workflow has yet to start. */
export async function acceptInbound(
  { trx, services, caller }: Acting & { services: NoticeViewing },
  { id, confirmed, body }: { id: string; confirmed: boolean; body: Omit<NoticeCreate, 'documents'> },
): Promise<{ answer: { id: string }; started: NoticeInput }> {
  const mail = await needTakeable(trx, { id, confirmed });
  const read = await readMailNotice(services, { caller, mail, body: { ...body, documents: [] } });
  const kept = await storeMailNotice(trx, { signer: services.signer, read, mail, at: services.now() });
  const { notice, merged, raised } = read.read;
  const row = await getNotice(trx, notice.id);
  const isKnown = await isKnownTo(trx, { noticeId: notice.id, reader: toReader(caller) });
  const view = isKnown ? await loadNoticeView({ ...services, db: trx }, { row, caller }) : toReceiptView(row);
  const answer = {
    ...view,
    targetsAccepted: notice.targets.length,
    targetsMerged: merged,
    targetsFlagged: kept.flagged,
    ...(raised === null ? {} : { raised }),
  };
  return { answer, started: kept.input };
}
