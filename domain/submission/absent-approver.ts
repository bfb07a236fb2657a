import { eyesUsed } from '../command/authority-to-act.js';
import type { Role } from '../people/permission.js';
import { lentTo, rolesUsed } from '../people/stand-in.js';
import { canSeatAll, openSeats, type Seat } from './submission.js';
import type { AbsentPerson } from '../people/actor.js';

export interface ApproverAvailability {
  author: string;
  drafters: readonly string[];
  seats: Seat[];
  yeses: { by: string; roles: Role[]; stoodFor: string[] }[];
  /** People whose check of the sender it relies on: at least one approval must come from someone else. */
  verifiers: readonly string[];
  present: { id: string; roles: Role[]; standsFor: AbsentPerson[] }[];
}

/** Returns the open approver slots of a submission that no one present can fill; empty if each can be filled. */
export function seatsWithoutAnyone({ author, drafters, seats, yeses, verifiers, present }: ApproverAvailability): Seat[] {
  const approvals = yeses.map(({ by, stoodFor }) => ({ by, for: stoodFor.map((id) => ({ id })) }));
  const used = eyesUsed({ by: author, drafters, approvals });
  const candidates = present
    .filter(({ id }) => !used.has(id))
    .map(({ id, roles, standsFor }) => {
      const actor = { kind: 'person' as const, id, name: '', roles, standsFor };
      return { id, roles: rolesUsed(actor, lentTo(actor, 'approve', used)) };
    });
  const seated = yeses.map(({ roles }) => roles);
  const needsAnother = yeses.every(({ by }) => verifiers.includes(by)) && verifiers.length > 0;
  if (!needsAnother) return openSeats(seats, seatMany(seats, seated, candidates));
  // At least one approval must come from someone other than a verifier: such a person is placed first, and without one
  // the last slot stays empty.
  const others = candidates.filter(({ id, roles }) => !verifiers.includes(id) && canSeatAll(seats, [...seated, roles]));
  const ways = others.map((other) =>
    seatMany(
      seats,
      [...seated, other.roles],
      candidates.filter((one) => one !== other),
    ),
  );
  const best = ways.toSorted((a, b) => b.length - a.length)[0];
  return openSeats(seats, best ?? seatMany(seats, seated, candidates).slice(0, seats.length - 1));
}

function seatMany(
  seats: readonly Seat[],
  seated: readonly (readonly Role[])[],
  candidates: readonly { roles: readonly Role[] }[],
): (readonly Role[])[] {
  // Approvers first: counsel can fill any slot and is kept for the one that needs counsel.
  const byReach = candidates.toSorted(
    (a, b) => Number(a.roles.includes('counsel')) - Number(b.roles.includes('counsel')),
  );
  let filled = [...seated];
  for (const { roles } of byReach) if (canSeatAll(seats, [...filled, roles])) filled = [...filled, roles];
  return filled;
}
