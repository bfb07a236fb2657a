import type { Role } from '../people/permission.js';
import { lentTo, rolesUsed } from '../people/stand-in.js';
import { canSeatAll, openSeats, type Seat } from './submission.js';
import type { AbsentPerson } from '../people/actor.js';

export interface Waiting {
  author: string;
  seats: Seat[];
  yeses: { by: string; roles: Role[]; stoodFor: string[] }[];
  present: { id: string; roles: Role[]; standsFor: AbsentPerson[] }[];
}

/** The open seats of a submission that nobody present can fill; empty while there is somebody for each. */
export function seatsWithoutAnyone({ author, seats, yeses, present }: Waiting): Seat[] {
  const used = new Set([author, ...yeses.flatMap(({ by, stoodFor }) => [by, ...stoodFor])]);
  const candidates = present
    .filter(({ id }) => !used.has(id))
    .map(({ id, roles, standsFor }) => {
      const actor = { kind: 'person' as const, id, name: '', roles, standsFor };
      return rolesUsed(actor, lentTo(actor, 'approve', used));
    });
  // Approvers first: counsel can sit anywhere and is kept for the seat that nobody else can fill.
  const byReach = candidates.toSorted((a, b) => Number(a.includes('counsel')) - Number(b.includes('counsel')));
  let filled: (readonly Role[])[] = yeses.map(({ roles }) => roles);
  for (const roles of byReach) if (canSeatAll(seats, [...filled, roles])) filled = [...filled, roles];
  return openSeats(seats, filled);
}
