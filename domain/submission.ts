import { ACTING_LANES, ENFORCED_LANES, type Lane } from './lane.js';
import type { Role } from './permission.js';

/** A seat is one needed yes. `approver` may be filled by an approver or by counsel; `counsel` by counsel alone. */
export type Seat = 'approver' | 'counsel';

/** Causes for which the author of a restoration may act alone: the basis of the restriction is gone (design section 6). */
export const ALONE_CAUSES = ['order_lapsed', 'order_revoked', 'order_annulled'] as const;
export const RESTORE_CAUSES = [...ALONE_CAUSES, 'appeal_won', 'own_error', 'unilateral'] as const;
export type RestoreCause = (typeof RESTORE_CAUSES)[number];

/** What the policy looks at. Counts are of this submission's targets. */
export interface SubmissionFacts {
  purpose: 'decision' | 'restoration';
  cause: RestoreCause | null;
  byLane: Partial<Record<Lane, number>>;
  /** Targets of a protected class (press, elected, candidate, court, emergency service) that get an acting lane. */
  protectedActing: number;
}

/** More acting targets than this need counsel as well (`DESK_MASS_TARGETS`). */
export const DEFAULT_MASS_TARGETS = 1000;

function countIn(byLane: SubmissionFacts['byLane'], lanes: readonly Lane[]): number {
  return lanes.reduce((sum, lane) => sum + (byLane[lane] ?? 0), 0);
}

/** Targets that get a lane which does something to them. */
export function countActing(byLane: SubmissionFacts['byLane']): number {
  return countIn(byLane, ACTING_LANES);
}

/** Targets for which the platform has to do something. */
export function countEnforced(byLane: SubmissionFacts['byLane']): number {
  return countIn(byLane, ENFORCED_LANES);
}

function countAll(byLane: SubmissionFacts['byLane']): number {
  return Object.values(byLane).reduce((sum, count) => sum + (count ?? 0), 0);
}

/** Whether every target of the submission is refused. */
export function refusesWholeOrder({ byLane }: SubmissionFacts): boolean {
  const total = countAll(byLane);
  return total > 0 && byLane.push_back === total;
}

/** The one policy table of approvals needed beside the author (contract section 5). */
export function seatsFor(facts: SubmissionFacts, massTargets: number = DEFAULT_MASS_TARGETS): Seat[] {
  if (facts.purpose === 'restoration') {
    const alone = (ALONE_CAUSES as readonly string[]).includes(facts.cause ?? '');
    return alone ? [] : ['approver'];
  }
  const withCounsel =
    (facts.byLane.disclose ?? 0) > 0 ||
    facts.protectedActing > 0 ||
    refusesWholeOrder(facts) ||
    countActing(facts.byLane) > massTargets;
  return withCounsel ? ['approver', 'counsel'] : ['approver'];
}

function mayFill(roles: readonly Role[], seat: Seat): boolean {
  return roles.includes('counsel') || (seat === 'approver' && roles.includes('approver'));
}

/** Whether each person can be given a seat of their own. */
export function canSeatAll(seats: readonly Seat[], people: readonly (readonly Role[])[]): boolean {
  const [first, ...others] = people;
  if (first === undefined) return true;
  return seats.some((seat, at) => mayFill(first, seat) && canSeatAll(seats.toSpliced(at, 1), others));
}

/** The seats still open after these yeses, counsel's yes counted where it helps most. */
export function openSeats(seats: readonly Seat[], people: readonly (readonly Role[])[]): Seat[] {
  const rest = [...seats];
  const byScarcity = [...people].sort((a, b) => Number(a.includes('counsel')) - Number(b.includes('counsel')));
  for (const roles of byScarcity) {
    const fitting = roles.includes('counsel') && rest.includes('counsel') ? 'counsel' : 'approver';
    const at = rest.indexOf(fitting);
    if (at >= 0) rest.splice(at, 1);
  }
  return rest;
}

/** One target's decision as it enters the digest. */
export interface DigestLine {
  no: number;
  type: string;
  locator: string;
  lane: Lane | 'restore';
  grounds: string[];
  countries: string[];
  note: string;
}

export interface SubmissionLetter {
  language: string;
  fields: { salutation?: string; remarks?: string };
  /** What the paper lacks, in the words of the regime's checklist; frozen with the submission. */
  missing?: string[];
}

/** What an approver says yes to, in the order that makes its digest: everything that decides the effect. */
export interface SubmissionContent {
  noticeId: string;
  submission: number;
  purpose: SubmissionFacts['purpose'];
  cause: RestoreCause | null;
  letter: SubmissionLetter | null;
  lines: DigestLine[];
}

/** Content with its lines sorted by target and their sets sorted, ready for canonical JSON. */
export function toDigestContent(content: SubmissionContent): SubmissionContent {
  const lines = content.lines
    .map((line) => ({ ...line, grounds: [...line.grounds].sort(), countries: [...line.countries].sort() }))
    .sort((a, b) => a.no - b.no);
  return { ...content, lines };
}
