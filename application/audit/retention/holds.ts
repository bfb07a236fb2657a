import type { z } from 'zod';
import type { heldNotice } from '../../../contract/retention.js';
import { SHARED_ACTS } from '../../../domain/people/shared-acts.js';
import { can } from '../../../domain/people/permission.js';
import type { Connection } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { lockNotice } from '../../../registry/notices/notices.js';
import { askToLift, findHold, insertHold, liftHold } from '../../../registry/retention/holds.js';
import { toActor, type Caller } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';

type HeldNotice = z.infer<typeof heldNotice>;

interface Holding {
  trx: Connection;
  services: Pick<Services, 'now' | 'newId'>;
  caller: Caller;
}

/**
 * Sets a legal hold, which stops every erasure of a notice at any stage. Takes the notice's lock, so that a concurrent
 * erasure is either finished or sees the hold. Throws `illegal_transition` if a hold exists.
 */
export async function setHold(
  { trx, services, caller }: Holding,
  { noticeId, reason }: { noticeId: string; reason: string },
): Promise<HeldNotice> {
  await lockNotice(trx, noticeId);
  if ((await findHold(trx, noticeId)) !== undefined)
    throw new Refusal('illegal_transition', 'The notice is already under a legal hold.');
  const at = services.now();
  await insertHold(trx, { id: services.newId(), notice_id: noticeId, reason, set_by: caller.person.id, set_at: at });
  await appendAudit(trx, [{ at, noticeId, actor: toActor(caller), action: 'hold_set', detail: { reason } }]);
  return { notice: noticeId, state: 'held' };
}

/**
 * Requests to lift a legal hold (counsel only), or lifts it if another person has requested that. Throws
 * `illegal_transition` without a hold, `four_eyes` for the requester, `forbidden` for an approver if there is no
 * request.
 */
export async function askOrLift(
  { trx, services, caller }: Holding,
  { noticeId, reason }: { noticeId: string; reason: string },
): Promise<HeldNotice> {
  await lockNotice(trx, noticeId);
  const hold = await findHold(trx, noticeId);
  if (hold === undefined) throw new Refusal('illegal_transition', 'The notice is not under a legal hold.');
  const [at, by] = [services.now(), caller.person.id];
  const entry = { at, noticeId, actor: toActor(caller) };
  if (hold.lifting?.by === by) throw new Refusal('four_eyes', SHARED_ACTS.lift_hold.refusal);
  if (hold.lifting !== null) {
    await liftHold(trx, { id: hold.id, by, at });
    await appendAudit(trx, [{ ...entry, action: 'hold_lifted', detail: { reason, requestedBy: hold.lifting.by } }]);
    return { notice: noticeId, state: 'lifted' };
  }
  if (!can(caller.roles, 'hold'))
    throw new Refusal('forbidden', 'Counsel must request to lift a hold; an approver can then approve.');
  await askToLift(trx, { id: hold.id, reason, by, at });
  await appendAudit(trx, [{ ...entry, action: 'hold_lift_requested', detail: { reason } }]);
  return { notice: noticeId, state: 'lift_requested' };
}
