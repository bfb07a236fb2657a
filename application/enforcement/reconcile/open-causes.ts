import type { NoticeState } from '../../../domain/notices/notice-state.js';
import type { Db } from '../../../registry/db.js';
import { lockVersion } from '../../../registry/notices/lock-version.js';
import { raiseAlert, reopenLast } from '../../../registry/ops/alerts.js';
import { listClockAlerts } from '../../../registry/ops/clock-alerts.js';

/**
 * Raises again the alerts whose cause the workflow still holds: a missed deadline, a silent authority, an undelivered
 * letter. An alert resolved by hand reopens while its cause persists.
 */
export async function raiseOpenCauses(db: Db, noticeId: string, held: NoticeState): Promise<void> {
  const wanted = held.stage === 'closed' ? [] : listClockAlerts(noticeId, held.clocks);
  const undelivered = held.stage === 'closed' ? [] : held.undelivered;
  if (wanted.length === 0 && undelivered.length === 0) return;
  await db.transaction().execute(async (trx) => {
    // The cause may have ended while the workflow was queried.
    if ((await lockVersion(trx, noticeId)) !== held.version || held.unrecorded.length > 0) return;
    for (const alert of wanted) await raiseAlert(trx, { ...alert, noticeId });
    for (const letter of undelivered) await reopenLast(trx, { noticeId, about: letter });
  });
}
