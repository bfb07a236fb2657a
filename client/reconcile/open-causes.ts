import type { NoticeState } from '../../domain/notice/notice-state.js';
import type { Db } from '../../registry/db.js';
import { lockVersion } from '../../registry/notice/lock-version.js';
import { raiseAttention, reopenLast } from '../../registry/ops/attention.js';
import { attentionOfClocks } from '../../registry/ops/clock-alerts.js';

/**
 * Raises the alerts again whose cause the workflow still holds: a missed deadline, an authority that is silent, a letter that was
 * not delivered. Somebody may have resolved them in the registry; while a cause is open its alert is.
 */
export async function raiseOpenCauses(db: Db, noticeId: string, held: NoticeState): Promise<void> {
  const wanted = held.stage === 'closed' ? [] : attentionOfClocks(noticeId, held.clocks);
  const undelivered = held.stage === 'closed' ? [] : held.undelivered;
  if (wanted.length === 0 && undelivered.length === 0) return;
  await db.transaction().execute(async (trx) => {
    // The cause may have gone while the workflow was asked.
    if ((await lockVersion(trx, noticeId)) !== held.version || held.unrecorded.length > 0) return;
    for (const alert of wanted) await raiseAttention(trx, { ...alert, noticeId });
    for (const letter of undelivered) await reopenLast(trx, { noticeId, about: letter });
  });
}
