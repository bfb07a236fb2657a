import { ACTING_LANES, ENFORCED_LANES, type FrozenLane, type Lane } from '../target/lane.js';
import { SENDER_DOUBTS, type SenderDoubt } from '../notice/sender-doubt.js';
import type { Offer } from '../letter/proposal.js';
import type { Role } from '../people/permission.js';

/** What a submission does: decisions are carried out, or taken back. */
export const PURPOSES = ['decision', 'restoration'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Where a submission stands. `frozen`: the workflow has not said yet whether it may be put up. */
export const SUBMISSION_STATES = ['frozen', 'open', 'approved', 'returned', 'void'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

/** A seat is one needed yes. `approver` may be filled by an approver or by counsel; `counsel` by counsel alone. */
export const SEATS = ['approver', 'counsel'] as const;
export type Seat = (typeof SEATS)[number];

/** Why something is taken back. Which of them its author may act on alone hangs on the record (`mayActAlone`). */
export const RESTORE_CAUSES = [
  'order_lapsed',
  'order_revoked',
  'order_annulled',
  'emergency_refused',
  'appeal_won',
  'own_error',
  'unilateral',
] as const;
export type RestoreCause = (typeof RESTORE_CAUSES)[number];

/** What the policy looks at. Counts are of this submission's targets. */
export interface SubmissionFacts {
  purpose: Purpose;
  cause: RestoreCause | null;
  byLane: Partial<Record<Lane, number>>;
  /** Targets of a protected class (press, elected, candidate, court, emergency service) that get an acting lane. */
  protectedActing: number;
  /** Targets acted on in more countries than the order's law reaches. */
  widerThanOrder?: number;
  /** Some target was decided otherwise before, under the same jurisdiction. */
  departs?: boolean;
  /** Put up to be carried out on one yes and ratified afterwards. */
  emergency?: boolean;
  /** Other targets of the notice that were acted on by its earlier submissions, or wait for a yes to that. */
  actingBefore?: number;
  /** What the regime asks the paper for and nobody has said whether it is there, by content id. */
  checklistUnread?: number;
  /** The order is not in effect, and counsel has upheld it. */
  orderNotInEffect?: boolean;
  /** An order is on record without any paper. */
  paperMissing?: boolean;
  /** A restoration that the record shows to be due, so that its author needs nobody's yes. */
  basisShown?: boolean;
  /** A restoration whose cause the record would have to show, and does not, or by its author's own hand alone. */
  causeUnshown?: boolean;
  /** A restoration of something preserved whose term runs. */
  stillPreserved?: boolean;
  /** What is odd about the sender. */
  senderDoubts?: readonly SenderDoubt[];
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

/** Whether a submission acts on the strength of its order, so that it needs one that is in effect or upheld. */
export function restsOnOrder({ purpose, byLane }: { purpose: Purpose; byLane: SubmissionFacts['byLane'] }): boolean {
  return purpose === 'decision' && countActing(byLane) > 0;
}

/** Targets for which the platform has to do something. */
export function countEnforced(byLane: SubmissionFacts['byLane']): number {
  return countIn(byLane, ENFORCED_LANES);
}

/** Whether the order is refused: something is, and nothing is done to any target, whatever is said of the others. */
export function refusesWholeOrder({ byLane }: Pick<SubmissionFacts, 'byLane'>): boolean {
  return (byLane.push_back ?? 0) > 0 && countActing(byLane) === 0;
}

/** Targets acted on by the notice's submissions so far and by this one: an order cut into pieces counts as a whole. */
export function countActingSoFar({
  byLane,
  actingBefore = 0,
}: Pick<SubmissionFacts, 'byLane' | 'actingBefore'>): number {
  return countActing(byLane) + actingBefore;
}

/** What can be told of a submission beyond its counts, in the order in which it is shown. */
export const RISKS = [
  'order_not_in_effect',
  'emergency',
  'disclosure',
  'protected',
  'mass',
  'refusal_of_all',
  'wider_than_order',
  'departs_from_precedent',
  'paper_missing',
  'checklist_unread',
  'cause_unshown',
  'still_preserved',
  ...SENDER_DOUBTS,
] as const;
export type Risk = (typeof RISKS)[number];

/** What the house may set of the policy. */
export interface ApprovalPolicy {
  massTargets: number;
  /** Whether acting in more countries than the order reaches is only shown or asks for counsel (`DESK_WIDER_SCOPE`). */
  widerScope: 'flag' | 'counsel';
}

export const DEFAULT_POLICY: ApprovalPolicy = { massTargets: DEFAULT_MASS_TARGETS, widerScope: 'flag' };

interface RiskRule {
  holds(facts: SubmissionFacts, policy: ApprovalPolicy): boolean;
  /** Whether counsel has to say yes as well. */
  asksCounsel(policy: ApprovalPolicy): boolean;
}

const always = () => true;
const never = () => false;

/** Shown to whoever approves; who sent it is proven elsewhere, and by more than one person. */
function doubt(name: SenderDoubt): RiskRule {
  return { holds: ({ senderDoubts = [] }) => senderDoubts.includes(name), asksCounsel: never };
}

/** The one policy table of approvals needed beside the author (docs/interface.md, Commands). */
const RISK_TABLE: Record<Risk, RiskRule> = {
  order_not_in_effect: { holds: ({ orderNotInEffect }) => orderNotInEffect === true, asksCounsel: never },
  emergency: { holds: ({ emergency }) => emergency === true, asksCounsel: never },
  disclosure: { holds: ({ byLane }) => (byLane.disclose ?? 0) > 0, asksCounsel: always },
  protected: { holds: ({ protectedActing }) => protectedActing > 0, asksCounsel: always },
  mass: {
    holds: (facts, { massTargets }) => countActing(facts.byLane) > 0 && countActingSoFar(facts) > massTargets,
    asksCounsel: always,
  },
  refusal_of_all: { holds: refusesWholeOrder, asksCounsel: always },
  wider_than_order: {
    holds: ({ widerThanOrder = 0 }) => widerThanOrder > 0,
    asksCounsel: ({ widerScope }) => widerScope === 'counsel',
  },
  departs_from_precedent: { holds: ({ departs }) => departs === true, asksCounsel: never },
  paper_missing: { holds: ({ paperMissing }) => paperMissing === true, asksCounsel: never },
  checklist_unread: { holds: ({ checklistUnread = 0 }) => checklistUnread > 0, asksCounsel: never },
  cause_unshown: { holds: ({ causeUnshown }) => causeUnshown === true, asksCounsel: never },
  still_preserved: { holds: ({ stillPreserved }) => stillPreserved === true, asksCounsel: never },
  sender_unproven: doubt('sender_unproven'),
  sender_is_new: doubt('sender_is_new'),
  sender_near_name: doubt('sender_near_name'),
  sender_foreign_mail: doubt('sender_foreign_mail'),
  sender_lookalike_domain: doubt('sender_lookalike_domain'),
  sender_outside_law: doubt('sender_outside_law'),
  sender_contact_changed: doubt('sender_contact_changed'),
  sender_not_called: doubt('sender_not_called'),
  sender_check_incomplete: doubt('sender_check_incomplete'),
  paper_presses: doubt('paper_presses'),
  paper_wrong_rank: doubt('paper_wrong_rank'),
  paper_no_letterhead: doubt('paper_no_letterhead'),
  paper_no_number: doubt('paper_no_number'),
  reference_reused: doubt('reference_reused'),
  paper_repeats: doubt('paper_repeats'),
};

/** What can be told of a restoration: the rest was told when its targets were decided. */
const RISKS_OF_RESTORATION: readonly Risk[] = ['cause_unshown', 'still_preserved'];

/** What approvers should know of a submission before they look at its targets. */
export function risksOf(facts: SubmissionFacts, policy: Partial<ApprovalPolicy> = {}): Risk[] {
  const risks = facts.purpose === 'restoration' ? RISKS_OF_RESTORATION : RISKS;
  return risks.filter((risk) => RISK_TABLE[risk].holds(facts, { ...DEFAULT_POLICY, ...policy }));
}

/** The yeses needed beside the author; the same in an emergency, where all but one of them come afterwards. */
export function seatsFor(facts: SubmissionFacts, policy: Partial<ApprovalPolicy> = {}): Seat[] {
  if (facts.purpose === 'restoration') return facts.basisShown === true ? [] : ['approver'];
  const whole = { ...DEFAULT_POLICY, ...policy };
  const withCounsel = risksOf(facts, whole).some((risk) => RISK_TABLE[risk].asksCounsel(whole));
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

/** How far a submission has been carried out, in targets: what follows the total adds up to it. */
export interface EnforcementCounts {
  submission: number;
  total: number;
  applied: number;
  already: number;
  failed: number;
  refused: number;
  pending: number;
}

/** One target's decision as it enters the digest. */
export interface DigestLine {
  no: number;
  type: string;
  locator: string;
  lane: FrozenLane;
  grounds: string[];
  countries: string[];
  note: string;
}

export interface SubmissionLetter {
  language: string;
  fields: { salutation?: string; remarks?: string };
  /** What the paper lacks, in the words of the regime's checklist; frozen with the submission. */
  missing?: string[];
  /** The law that the notice counts under, as letters cite it; frozen with the submission. None: the house's own rules. */
  law?: { title: string; inForceFrom: string };
  /** What is proposed instead of what is refused: it stands in the push-back. */
  offer?: Offer;
}

/** What an approver says yes to, in the order that makes its digest: everything that decides the effect. */
export interface SubmissionContent {
  noticeId: string;
  submission: number;
  purpose: Purpose;
  cause: RestoreCause | null;
  letter: SubmissionLetter | null;
  /** There only where it is so: what is carried out on one yes is another thing to say yes to. */
  emergency?: true;
  lines: DigestLine[];
}

/** Content with its lines sorted by target and their sets sorted, ready for canonical JSON. */
export function toDigestContent(content: SubmissionContent): SubmissionContent {
  const lines = content.lines
    .map((line) => ({ ...line, grounds: [...line.grounds].sort(), countries: [...line.countries].sort() }))
    .sort((a, b) => a.no - b.no);
  return { ...content, lines };
}
