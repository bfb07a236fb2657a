import { eyesUsed } from '../commands/authority-to-act.js';
import type { Role } from '../people/permission.js';
import { delegatedTo, rolesUsed } from '../people/delegate.js';
import { canFillAll, findOpenSlots, type ApproverSlot } from './submission.js';
import type { AbsentPerson } from '../people/actor.js';

export interface ApproverAvailability {
  author: string;
  drafters: readonly string[];
  approverSlots: ApproverSlot[];
  approvals: { by: string; roles: Role[]; stoodFor: string[] }[];
  /** People whose check of the sender it relies on: at least one approval must come from someone else. */
  verifiers: readonly string[];
  present: { id: string; roles: Role[]; actsFor: AbsentPerson[] }[];
}

/** Returns the open approver slots of a submission that no one present can fill; empty if each can be filled. */
export function slotsWithoutAnyone(availability: ApproverAvailability): ApproverSlot[] {
  const { author, drafters, approverSlots, approvals, verifiers, present } = availability;
  const given = approvals.map(({ by, stoodFor }) => ({ by, for: stoodFor.map((id) => ({ id })) }));
  const used = eyesUsed({ by: author, drafters, approvals: given });
  const candidates = present
    .filter(({ id }) => !used.has(id))
    .map(({ id, roles, actsFor }) => {
      const actor = { kind: 'person' as const, id, name: '', roles, actsFor };
      return { id, roles: rolesUsed(actor, delegatedTo(actor, 'approve', used)) };
    });
  const filled = approvals.map(({ roles }) => roles);
  const needsAnother = approvals.every(({ by }) => verifiers.includes(by)) && verifiers.length > 0;
  if (!needsAnother) return findOpenSlots(approverSlots, fillMany(approverSlots, filled, candidates));
  // At least one approval must come from someone other than a verifier: such a person is placed first, and without one
  // the last slot stays empty.
  const others = candidates.filter(
    ({ id, roles }) => !verifiers.includes(id) && canFillAll(approverSlots, [...filled, roles]),
  );
  const ways = others.map((other) =>
    fillMany(
      approverSlots,
      [...filled, other.roles],
      candidates.filter((one) => one !== other),
    ),
  );
  const best = ways.toSorted((a, b) => b.length - a.length)[0];
  return findOpenSlots(
    approverSlots,
    best ?? fillMany(approverSlots, filled, candidates).slice(0, approverSlots.length - 1),
  );
}

function fillMany(
  approverSlots: readonly ApproverSlot[],
  filled: readonly (readonly Role[])[],
  candidates: readonly { roles: readonly Role[] }[],
): (readonly Role[])[] {
  // Approvers first: counsel can fill any slot and is kept for the one that needs counsel.
  const byReach = candidates.toSorted(
    (a, b) => Number(a.roles.includes('counsel')) - Number(b.roles.includes('counsel')),
  );
  let result = [...filled];
  for (const { roles } of byReach) if (canFillAll(approverSlots, [...result, roles])) result = [...result, roles];
  return result;
}
