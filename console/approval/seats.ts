import { refuseByAuthorshipOrPermission } from '../../domain/command/authority-to-act.js';
import type { Role } from '../../domain/people/permission.js';
import { openSeats, type Risk, type Seat } from '../../domain/submission/submission.js';
import type { MayApprove, Ratification, SubmissionRecord } from './types.js';

type Yes = SubmissionRecord['approvals'][number];

export type ShownSeat =
  | { state: 'filled'; by: string; name: string; at: string; standsFor: string[] }
  | { state: 'yours' | 'open'; seat: Seat };

interface Seated {
  seats: readonly Seat[];
  yeses: readonly Yes[];
  rolesOf: (person: string) => readonly Role[];
}

/**
 * Returns the approver slots still open after the approvals so far; a delegate also counts with the roles of the absent
 * person.
 */
export function stillOpen({ seats, yeses, rolesOf }: Seated): Seat[] {
  const people = yeses.map((yes) => [...rolesOf(yes.by), ...(yes.for ?? []).flatMap(({ id }) => rolesOf(id))]);
  const open = openSeats(seats, people);
  // An approval keeps its slot even if the approver's roles have changed since.
  return open.slice(0, Math.max(seats.length - yeses.length, 0));
}

export function toShownSeats(seated: Seated, yours: string | null): ShownSeat[] {
  const filled = seated.yeses.map(({ by, name, at, for: absent = [] }) => ({
    state: 'filled' as const,
    by,
    name,
    at,
    standsFor: absent.map((one) => one.name),
  }));
  const open = stillOpen(seated);
  const mine = yours === null ? -1 : open.findIndex((seat) => seat === yours);
  return [
    ...filled,
    ...open.map((seat, place) => ({ state: place === mine ? ('yours' as const) : ('open' as const), seat })),
  ];
}

/** Returns the slots left open after the reader's approval; empty if theirs is the last one required. */
export function leftAfter(seats: readonly ShownSeat[]): Seat[] {
  return seats.flatMap((one) => (one.state === 'open' ? [one.seat] : []));
}

const ASKS_COUNSEL: readonly Risk[] = ['protected', 'disclosure', 'mass', 'refusal_of_all', 'wider_than_order'];

/** Returns the risks for which counsel's approval is required, as far as the submission shows them. */
export function reasonsForCounsel({ seats, risks }: Pick<SubmissionRecord, 'seats' | 'risks'>): Risk[] {
  return seats.includes('counsel') ? ASKS_COUNSEL.filter((risk) => risks.includes(risk)) : [];
}

/** Why the reader cannot approve, in the words of the API; null if they can. */
export function whyNotApprove(may: MayApprove | null): string | null {
  return may === null || may.ok ? null : may.why;
}

/** Why the reader cannot ratify, by the same rule as the server (authorship or permission); null if they can. */
export function whyNotRatify(
  { submission, ratification }: { submission: SubmissionRecord; ratification: Ratification },
  reader: { id: string; name: string; roles: readonly Role[] },
): string | null {
  const [first] = submission.approvals;
  const involved = {
    submission: null,
    ratification: {
      author: submission.by,
      onCall: first?.by ?? '',
      stoodFor: (first?.for ?? []).map(({ id }) => id),
      drafters: submission.drafters,
      yeses: ratification.yeses,
    },
  };
  const actor = { kind: 'person' as const, id: reader.id, name: reader.name, roles: [...reader.roles] };
  return refuseByAuthorshipOrPermission(involved, actor, 'ratify')?.cure ?? null;
}
