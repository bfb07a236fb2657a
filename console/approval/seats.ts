import { refuseByAuthorshipOrPermission } from '../../domain/command/authority-to-act.js';
import type { Role } from '../../domain/people/permission.js';
import { openSeats, type Risk, type Seat } from '../../domain/submission/submission.js';
import type { MayApprove, Ratification, Submission } from './types.js';

type Yes = Submission['approvals'][number];

export type ShownSeat =
  | { state: 'filled'; by: string; name: string; at: string; standsFor: string[] }
  | { state: 'yours' | 'open'; seat: Seat };

interface Seated {
  seats: readonly Seat[];
  yeses: readonly Yes[];
  rolesOf: (person: string) => readonly Role[];
}

/** The seats still open after the yeses there are; whoever stands for somebody brings their roles along. */
export function stillOpen({ seats, yeses, rolesOf }: Seated): Seat[] {
  const people = yeses.map((yes) => [...rolesOf(yes.by), ...(yes.for ?? []).flatMap(({ id }) => rolesOf(id))]);
  const open = openSeats(seats, people);
  // A colleague whose roles have changed since still fills the seat they filled.
  return open.slice(0, Math.max(seats.length - yeses.length, 0));
}

/** Every seat: who said yes, which one the reader would fill, what is asked of others. */
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

/** What the reader's yes would leave open; empty: it is the last one needed. */
export function leftAfter(seats: readonly ShownSeat[]): Seat[] {
  return seats.flatMap((one) => (one.state === 'open' ? [one.seat] : []));
}

const ASKS_COUNSEL: readonly Risk[] = ['protected', 'disclosure', 'mass', 'refusal_of_all', 'wider_than_order'];

/** Why counsel is asked beside an approver, as far as the submission itself says it. */
export function reasonsForCounsel({ seats, risks }: Pick<Submission, 'seats' | 'risks'>): Risk[] {
  return seats.includes('counsel') ? ASKS_COUNSEL.filter((risk) => risks.includes(risk)) : [];
}

/** Why the reader cannot approve, in the desk's words; null when they can. */
export function whyNotApprove(may: MayApprove | null): string | null {
  return may === null || may.ok ? null : may.why;
}

/** Why the reader cannot ratify, by the desk's own rule; null when nothing of who they are bars them. */
export function whyNotRatify(
  { submission, ratification }: { submission: Submission; ratification: Ratification },
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
