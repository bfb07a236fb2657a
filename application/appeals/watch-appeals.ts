import { APPEAL_DAYS, appealWarningMs } from '../../domain/appeals/appeal.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { listWaiting } from '../../registry/appeals/appeals.js';
import { reopenReturned } from '../../registry/appeals/restorations.js';
import type { Db } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { raiseAlert, resolveOthers } from '../../registry/ops/alerts.js';

/** Reopens appeals whose restoration was returned by the approver, so that they are decided again. */
export async function reopenReturnedAppeals(db: Db, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { id: appeal, number, noticeId, restoration } of await reopenReturned(trx)) {
      const detail = { appeal, number, restoration };
      await appendAudit(trx, [{ at: now, noticeId, actor: SYSTEM, action: 'appeal_reopened', detail }]);
    }
  });
}

/** Raises alerts for appeals that are close to their due or past it. */
export async function watchAppeals(db: Db, now: Date): Promise<void> {
  const waitMs = appealWarningMs(0);
  const waiting = await listWaiting(db, { receivedBefore: new Date(now.getTime() - waitMs) });
  const buildAlertKey = ({ id }: { id: string }) => `appeal:${id}:due`;
  for (const appeal of waiting) {
    const { number, noticeId, dueAt, awaitsApproval } = appeal;
    const late = dueAt <= now;
    const waits = awaitsApproval ? ' It was decided as restored and needs an approver.' : '';
    const summary = `Appeal ${number} ${late ? 'was' : 'is'} to be decided by ${dueAt.toISOString()} (company policy: ${APPEAL_DAYS} days).${waits}`;
    const alert = {
      key: buildAlertKey(appeal),
      kind: 'appeal_due' as const,
      noticeId,
      summary,
      detail: { appeal: appeal.id },
    };
    await raiseAlert(db, alert, { refresh: true });
  }
  await resolveOthers(db, { kind: 'appeal_due', keys: waiting.map(buildAlertKey) });
}
