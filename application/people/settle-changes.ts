import { CHANGE_LONG_MS } from '../../domain/changes/change.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { expireChanges, findLongWaiting, startChanges, type SettledChange } from '../../registry/changes/changes.js';
import { listUnsentMessages } from '../../registry/changes/directory-messages.js';
import type { Connection, Db } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { raiseAlert, resolveAlert, resolveOthers } from '../../registry/ops/alerts.js';

const KEY = 'change_waiting';

/**
 * Expires overdue changes, marks those that have taken effect, and raises an alert for one that waits longer than a
 * day.
 */
export async function settleChanges(db: Db, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await logEvent(trx, { action: 'change_expired', at: now, settled: await expireChanges(trx, now) });
    await logEvent(trx, { action: 'change_applied', at: now, settled: await startChanges(trx, now) });
    await notifyToCheck(trx, now);
    // An alert for a refused mail stays open for as long as the mail would have been retried.
    const unsent = await listUnsentMessages(trx, now);
    await resolveOthers(trx, { kind: 'contact_not_told', keys: unsent });
    await resolveOthers(trx, { kind: 'person_not_notified', keys: unsent });
  });
}

async function logEvent(
  trx: Connection,
  { action, at, settled }: { action: 'change_expired' | 'change_applied'; at: Date; settled: SettledChange[] },
): Promise<void> {
  await appendAudit(
    trx,
    settled.map(({ id: change, ...about }) => ({
      at,
      noticeId: null,
      actor: SYSTEM,
      action,
      detail: { change, ...about },
    })),
  );
}

async function notifyToCheck(trx: Connection, now: Date): Promise<void> {
  const { count, since } = await findLongWaiting(trx, new Date(now.getTime() - CHANGE_LONG_MS));
  if (count === 0) return resolveAlert(trx, { key: KEY });
  const what =
    count === 1 ? 'An administrative change has been waiting' : `${count} administrative changes have been waiting`;
  const summary = `${what} for a second person for more than a day. An admin or counsel other than the requester must decide.`;
  const detail = { count, since: since?.toISOString() ?? null };
  return raiseAlert(trx, { key: KEY, kind: KEY, noticeId: null, summary, detail }, { refresh: true });
}
