import { getErrorCode } from '../../../domain/error-parts.js';
import type { ErasedKind } from '../../../domain/notices/retention-kinds.js';
import { SYSTEM, type Actor } from '../../../domain/people/actor.js';
import { sequenceAudit } from '../../../registry/audit/sequence.js';
import { inTransaction } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import type { Reader } from '../../../registry/reading.js';
import { eraseMails, eraseNotice, eraseSignIns, listDueErasures } from '../../../registry/retention/erasure.js';
import type { Services } from '../../services.js';

type Sources = Pick<Services, 'db' | 'now'>;

const BATCH = 100;
const STOPPED = '55000';

export interface ErasureResult {
  notice: string;
  kinds: ErasedKind[];
}

/**
 * Erases what is due, one notice per transaction, so that a crash never leaves a notice half erased. Skips notices put
 * under a hold in the meantime. With a reader, erases only notices that they can read, in one batch.
 */
export async function eraseDue(
  sources: Sources,
  {
    reader = null,
    actor = SYSTEM,
    isStopped = () => false,
  }: { reader?: Reader | null; actor?: Actor; isStopped?: () => boolean } = {},
): Promise<ErasureResult[]> {
  const { db } = sources;
  // An entry without a position in the tree has no leaf that could remain.
  await sequenceAudit(db);
  const erased: ErasureResult[] = [];
  for (let after: string | null = null; !isStopped(); ) {
    const due = await listDueErasures(db, { reader, after, limit: BATCH });
    for (const notice of due) {
      if (isStopped()) break;
      const kinds = await eraseOne(sources, { notice, actor });
      if (kinds.length > 0) erased.push({ notice, kinds });
    }
    after = due.at(-1) ?? null;
    if (due.length < BATCH || reader !== null) break;
  }
  return erased;
}

async function eraseOne(
  { db, now }: Sources,
  { notice, actor }: { notice: string; actor: Actor },
): Promise<ErasedKind[]> {
  try {
    return await inTransaction(db, async (trx) => {
      const kinds = await eraseNotice(trx, notice);
      if (kinds.length > 0)
        await appendAudit(trx, [{ at: now(), noticeId: notice, actor, action: 'notice_erased', detail: { kinds } }]);
      return kinds;
    });
  } catch (error) {
    if (getErrorCode(error) === STOPPED) return [];
    throw error;
  }
}

async function eraseOldSignIns({ db, now }: Sources): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await eraseSignIns(trx);
    if (gone.sessions + gone.entries === 0) return;
    await appendAudit(trx, [{ at: now(), noticeId: null, actor: SYSTEM, action: 'sign_ins_erased', detail: gone }]);
  });
}

async function eraseOldMails({ db, now }: Sources): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const mails = await eraseMails(trx);
    if (mails === 0) return;
    await appendAudit(trx, [{ at: now(), noticeId: null, actor: SYSTEM, action: 'mails_erased', detail: { mails } }]);
  });
}

/** Runs retention once: notices, rejected mails and sign-ins whose retention period is over. */
export async function applyRetention(sources: Sources, isStopped: () => boolean): Promise<void> {
  await eraseDue(sources, { isStopped });
  await eraseOldMails(sources);
  await eraseOldSignIns(sources);
}
