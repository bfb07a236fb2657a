import type { Connection } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { settleUnnotified } from '../../../registry/user-notices/user-messages.js';
import { toActor, type Caller } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';

/**
 * Resolves users that the platform failed to notify: retries, or records that it was done in another way. Throws
 * `illegal_transition` if there are none.
 */
export async function settleUnnotifiedUsers(
  { trx, caller, services }: { trx: Connection; caller: Caller; services: Pick<Services, 'now'> },
  { noticeId, action, reason }: { noticeId: string; action: 'again' | 'notified_otherwise'; reason: string },
): Promise<{ notice: string; messages: number }> {
  const messages = await settleUnnotified(trx, { noticeId, state: action === 'again' ? 'queued' : 'notified' });
  if (messages === 0)
    throw new Refusal('illegal_transition', 'This notice has no users whose notice the platform refused.');
  const detail = { action, reason, messages };
  await appendAudit(trx, [
    { at: services.now(), noticeId, actor: toActor(caller), action: 'user_notice_settled', detail },
  ]);
  return { notice: noticeId, messages };
}
