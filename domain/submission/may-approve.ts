import { eyesUsed, refuseByAuthorshipOrPermission } from '../command/authority-to-act.js';
import type { Role } from '../people/permission.js';
import type { Rejection } from '../command/rejection.js';
import { lentTo, rolesUsed } from '../people/stand-in.js';
import { canSeatAll, openSeats, type Seat } from './submission.js';
import type { Actor, AbsentPerson } from '../people/actor.js';

/** What a further approval of an open submission is checked against. */
export interface PendingSubmission {
  by: string;
  drafters: readonly string[];
  seats: readonly Seat[];
  approvals: readonly { by: string; roles: readonly Role[]; for?: readonly { id: string }[] }[];
  verifiers: readonly string[];
  stopped?: string | null;
}

/**
 * Returns the absent person whose role the approval needs besides the approver's own, if any, or why it would fill no
 * open slot.
 */
export function standFor(
  { seats, approvals, by, drafters }: Pick<PendingSubmission, 'seats' | 'approvals' | 'by' | 'drafters'>,
  actor: Actor,
): { standing: AbsentPerson[] } | { rejection: Rejection } {
  const seated = approvals.map(({ roles }) => roles);
  const fits = (lent: AbsentPerson[]) => canSeatAll(seats, [...seated, rolesUsed(actor, lent)]);
  if (fits([])) return { standing: [] };
  const used = eyesUsed({ by, drafters, approvals });
  const one = lentTo(actor, 'approve', used).find((absent) => fits([absent]));
  if (one !== undefined) return { standing: [one] };
  const needed = openSeats(seats, seated).join(', ');
  return {
    rejection: { code: 'forbidden', cure: `Your approver slot is already filled. Open: ${needed}.` },
  };
}

/** Whether an actor may approve an open submission: the approver slot it would fill, or the reason why not. */
export function mayApprove(
  waiting: PendingSubmission,
  actor: Actor,
): { ok: true; why: null; seat: Seat | null } | { ok: false; why: string; seat: null } {
  const refusal = refuseByAuthorshipOrPermission({ submission: { state: 'open', ...waiting } }, actor, 'approve');
  if (refusal !== null) return { ok: false, why: refusal.cure, seat: null };
  if (waiting.stopped != null) return { ok: false, why: waiting.stopped, seat: null };
  const stand = standFor(waiting, actor);
  if ('rejection' in stand) return { ok: false, why: stand.rejection.cure, seat: null };
  const seated = waiting.approvals.map(({ roles }) => roles);
  const left = openSeats(waiting.seats, [...seated, rolesUsed(actor, stand.standing)]);
  const filled = openSeats(waiting.seats, seated).find((seat, at, open) => {
    const before = open.slice(0, at + 1).filter((other) => other === seat).length;
    return before > left.filter((other) => other === seat).length;
  });
  return { ok: true, why: null, seat: filled ?? null };
}
