import { eyesUsed, refuseByAuthorshipOrPermission } from '../commands/authority-to-act.js';
import type { Role } from '../people/permission.js';
import type { Rejection } from '../commands/rejection.js';
import { delegatedTo, rolesUsed } from '../people/delegate.js';
import { canFillAll, findOpenSlots, type ApproverSlot } from './submission.js';
import type { Actor, AbsentPerson } from '../people/actor.js';

/** What a further approval of an open submission is checked against. */
export interface PendingSubmission {
  by: string;
  drafters: readonly string[];
  approverSlots: readonly ApproverSlot[];
  approvals: readonly { by: string; roles: readonly Role[]; for?: readonly { id: string }[] }[];
  verifiers: readonly string[];
  excluded?: readonly string[];
  stopped?: string | null;
}

/**
 * Returns the absent person whose role the approval needs besides the approver's own, if any, or why it would fill no
 * open slot.
 */
export function findDelegatedRole(
  pending: Pick<PendingSubmission, 'approverSlots' | 'approvals' | 'by' | 'drafters' | 'excluded'>,
  actor: Actor,
): { delegators: AbsentPerson[] } | { rejection: Rejection } {
  const { approverSlots, approvals, by, drafters, excluded = [] } = pending;
  const filled = approvals.map(({ roles }) => roles);
  const fits = (delegated: AbsentPerson[]) => canFillAll(approverSlots, [...filled, rolesUsed(actor, delegated)]);
  if (fits([])) return { delegators: [] };
  const used = new Set([...excluded, ...eyesUsed({ by, drafters, approvals })]);
  const one = delegatedTo(actor, 'approve', used).find((absent) => fits([absent]));
  if (one !== undefined) return { delegators: [one] };
  const needed = findOpenSlots(approverSlots, filled).join(', ');
  return {
    rejection: { code: 'forbidden', cure: `That approver slot is already filled. Open: ${needed}.` },
  };
}

/** Whether an actor may approve an open submission: the approver slot it would fill, or the reason why not. */
export function mayApprove(
  waiting: PendingSubmission,
  actor: Actor,
): { ok: true; why: null; slot: ApproverSlot | null } | { ok: false; why: string; slot: null } {
  const refusal = refuseByAuthorshipOrPermission(
    { submission: { state: 'open', ...waiting }, excluded: waiting.excluded },
    actor,
    'approve',
  );
  if (refusal !== null) return { ok: false, why: refusal.cure, slot: null };
  if (waiting.stopped != null) return { ok: false, why: waiting.stopped, slot: null };
  const stand = findDelegatedRole(waiting, actor);
  if ('rejection' in stand) return { ok: false, why: stand.rejection.cure, slot: null };
  const filled = waiting.approvals.map(({ roles }) => roles);
  const left = findOpenSlots(waiting.approverSlots, [...filled, rolesUsed(actor, stand.delegators)]);
  const mine = findOpenSlots(waiting.approverSlots, filled).find((slot, at, open) => {
    const before = open.slice(0, at + 1).filter((other) => other === slot).length;
    return before > left.filter((other) => other === slot).length;
  });
  return { ok: true, why: null, slot: mine ?? null };
}
