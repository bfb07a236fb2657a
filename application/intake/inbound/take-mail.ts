import type { NoticeCreate } from '../../../contract/notice-create.js';
import type { NoticeInput } from '../../../domain/notices/notice-state.js';
import { getNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import { isKnownTo } from '../../../registry/notices/secrecy.js';
import type { Acting } from '../../acting.js';
import { toReader } from '../../caller.js';
import { readMailNotice, storeMailNotice } from './accept-mail.js';
import { needTakeable } from './decide-mail.js';

interface AcceptedMail {
  row: NoticeRow;
  /** Whether the caller may read more of the notice than its receipt. */
  known: boolean;
  counts: object;
  started: NoticeInput;
}

/** Makes a notice from a held mail, whose attachments become its documents. */
export async function acceptInbound(
  { trx, services, caller }: Acting,
  { id, confirmed, body }: { id: string; confirmed: boolean; body: Omit<NoticeCreate, 'documents'> },
): Promise<AcceptedMail> {
  const mail = await needTakeable(trx, { id, confirmed });
  const read = await readMailNotice(services, { caller, mail, body: { ...body, documents: [] } });
  const kept = await storeMailNotice(trx, { signer: services.signer, read, mail, at: services.now() });
  const { notice, merged, raised } = read.read;
  return {
    row: await getNotice(trx, notice.id),
    known: await isKnownTo(trx, { noticeId: notice.id, reader: toReader(caller) }),
    counts: {
      targetsAccepted: notice.targets.length,
      targetsMerged: merged,
      targetsFlagged: kept.flagged,
      ...(raised === null ? {} : { raised }),
    },
    started: kept.input,
  };
}
