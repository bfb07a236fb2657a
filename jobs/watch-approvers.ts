import { slotsWithoutAnyone } from '../domain/submissions/absent-approver.js';
import { insertNotifications, listAsked } from '../registry/notices/notifications.js';
import { listWaitingSubmissions } from '../registry/people/absences.js';
import { resolveOthers, raiseAlert } from '../registry/ops/alerts.js';
import type { Db } from '../registry/db.js';

const KIND = 'absent_approver';

/**
 * Notifies people who may approve a submission only since it was made: they are back, substitute for somebody, or have
 * the role now. Raises an alert for a submission that waits for an approval no available person can give, and resolves it once
 * somebody can.
 */
export async function watchApprovers(db: Db): Promise<void> {
  const all = await listWaitingSubmissions(db);
  const empty = all.flatMap((waiting) => {
    const approverSlots = slotsWithoutAnyone(waiting);
    return approverSlots.length === 0
      ? []
      : [{ ...waiting, approverSlots, key: `${waiting.noticeId}:${waiting.submission}:${KIND}` }];
  });
  await db.transaction().execute(async (trx) => {
    await insertNotifications(trx, all.flatMap(listAsked), new Date());
    for (const { key, noticeId, submission, approverSlots } of empty) {
      const summary = `Submission ${submission} needs approval by ${approverSlots.join(' and ')}, and no one present can give it. Name a substitute.`;
      await raiseAlert(
        trx,
        { key, kind: KIND, noticeId, summary, detail: { submission, approverSlots } },
        { refresh: true },
      );
    }
    await resolveOthers(trx, { kind: KIND, keys: empty.map(({ key }) => key) });
  });
}
