import { INTERVENTIONS, ENFORCED_ACTIONS, type FrozenAction, type DecisionAction } from '../targets/decision-action.js';
import { SENDER_DOUBTS, type SenderDoubt } from '../notices/sender-doubt.js';
import type { LetterLaw } from '../letters/letter-law.js';
import type { FormsOfLaw } from '../letters/form.js';
import type { Offer } from '../letters/proposal.js';
import type { Role } from '../people/permission.js';

export const PURPOSES = ['decision', 'restoration'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** `frozen`: the workflow has not yet accepted it. */
export const SUBMISSION_STATES = ['frozen', 'open', 'approved', 'returned', 'void'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

/** One required approval. An `approver` slot accepts an approver or counsel; a `counsel` slot only counsel. */
export const APPROVER_SLOTS = ['approver', 'counsel'] as const;
export type ApproverSlot = (typeof APPROVER_SLOTS)[number];

/** Why something is restored. The record decides which causes the author may act on alone (`mayActAlone`). */
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

/** Inputs of the approval policy. Counts cover this submission's targets. */
export interface SubmissionFacts {
  purpose: Purpose;
  cause: RestoreCause | null;
  byAction: Partial<Record<DecisionAction, number>>;
  /** Targets of a protected class (press, elected, candidate, court, emergency service) with an acting action. */
  protectedActing: number;
  widerThanOrder?: number;
  departs?: boolean;
  /** A rule requires the necessity questions (`NECESSITY_RULES`), and these decisions have no answers. */
  necessityUnanswered?: boolean;
  emergency?: boolean;
  /** Other targets of the notice that earlier submissions acted on, or that await approval for it. */
  actingBefore?: number;
  /** Checklist contents, by id, that no one has answered yet. */
  checklistUnread?: number;
  orderNotInEffect?: boolean;
  documentMissing?: boolean;
  basisShown?: boolean;
  causeUnshown?: boolean;
  stillPreserved?: boolean;
  senderDoubts?: readonly SenderDoubt[];
}

export const DEFAULT_MASS_TARGETS = 1000;

function countIn(byAction: SubmissionFacts['byAction'], actions: readonly DecisionAction[]): number {
  return actions.reduce((sum, action) => sum + (byAction[action] ?? 0), 0);
}

export function countActing(byAction: SubmissionFacts['byAction']): number {
  return countIn(byAction, INTERVENTIONS);
}

/** Whether a submission relies on its order, so that the order must be in effect or upheld. */
export function restsOnOrder({
  purpose,
  byAction,
}: {
  purpose: Purpose;
  byAction: SubmissionFacts['byAction'];
}): boolean {
  return purpose === 'decision' && countActing(byAction) > 0;
}

export function countEnforced(byAction: SubmissionFacts['byAction']): number {
  return countIn(byAction, ENFORCED_ACTIONS);
}

/** Whether the whole order is refused: at least one target is, and none is acted on, whatever the others get. */
export function refusesWholeOrder({ byAction }: Pick<SubmissionFacts, 'byAction'>): boolean {
  return (byAction.push_back ?? 0) > 0 && countActing(byAction) === 0;
}

/**
 * Counts targets acted on by all of the notice's submissions including this one, so that splitting an order does not
 * avoid the limit.
 */
export function countActingSoFar({
  byAction,
  actingBefore = 0,
}: Pick<SubmissionFacts, 'byAction' | 'actingBefore'>): number {
  return countActing(byAction) + actingBefore;
}

export const RISKS = [
  'order_not_in_effect',
  'emergency',
  'disclosure',
  'protected',
  'mass',
  'refusal_of_all',
  'wider_than_order',
  'departs_from_precedent',
  'necessity_unanswered',
  'document_missing',
  'checklist_unread',
  'cause_unshown',
  'still_preserved',
  ...SENDER_DOUBTS,
] as const;
export type Risk = (typeof RISKS)[number];

export interface ApprovalPolicy {
  massTargets: number;
  /** Whether acting beyond the order's countries is only shown or needs counsel (`DESK_WIDER_SCOPE`). */
  widerScope: 'flag' | 'counsel';
}

export const DEFAULT_POLICY: ApprovalPolicy = { massTargets: DEFAULT_MASS_TARGETS, widerScope: 'flag' };

interface RiskRule {
  holds(facts: SubmissionFacts, policy: ApprovalPolicy): boolean;
  asksCounsel(policy: ApprovalPolicy): boolean;
}

const always = () => true;
const never = () => false;

/** Shown to approvers only; proving the sender is a separate step that takes more than one person. */
function doubt(name: SenderDoubt): RiskRule {
  return { holds: ({ senderDoubts = [] }) => senderDoubts.includes(name), asksCounsel: never };
}

/** The single policy table of approvals needed besides the author (docs/integrating/interface.md, Commands). */
const RISK_TABLE: Record<Risk, RiskRule> = {
  order_not_in_effect: { holds: ({ orderNotInEffect }) => orderNotInEffect === true, asksCounsel: never },
  emergency: { holds: ({ emergency }) => emergency === true, asksCounsel: never },
  disclosure: { holds: ({ byAction }) => (byAction.disclose ?? 0) > 0, asksCounsel: always },
  protected: { holds: ({ protectedActing }) => protectedActing > 0, asksCounsel: always },
  mass: {
    holds: (facts, { massTargets }) => countActing(facts.byAction) > 0 && countActingSoFar(facts) > massTargets,
    asksCounsel: always,
  },
  refusal_of_all: { holds: refusesWholeOrder, asksCounsel: always },
  wider_than_order: {
    holds: ({ widerThanOrder = 0 }) => widerThanOrder > 0,
    asksCounsel: ({ widerScope }) => widerScope === 'counsel',
  },
  departs_from_precedent: { holds: ({ departs }) => departs === true, asksCounsel: never },
  necessity_unanswered: { holds: ({ necessityUnanswered }) => necessityUnanswered === true, asksCounsel: never },
  document_missing: { holds: ({ documentMissing }) => documentMissing === true, asksCounsel: never },
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
  document_presses: doubt('document_presses'),
  document_wrong_rank: doubt('document_wrong_rank'),
  document_no_letterhead: doubt('document_no_letterhead'),
  document_no_number: doubt('document_no_number'),
  reference_reused: doubt('reference_reused'),
  document_repeats: doubt('document_repeats'),
};

const RISKS_OF_RESTORATION: readonly Risk[] = ['cause_unshown', 'still_preserved'];

export function listRisks(facts: SubmissionFacts, policy: Partial<ApprovalPolicy> = {}): Risk[] {
  const risks = facts.purpose === 'restoration' ? RISKS_OF_RESTORATION : RISKS;
  const whole = { ...DEFAULT_POLICY, ...policy };
  return risks.filter((risk) => RISK_TABLE[risk].holds(facts, whole));
}

/**
 * Returns the approvals needed besides the author; in an emergency the same, but all except one are given afterwards.
 */
export function findApproverSlots(facts: SubmissionFacts, policy: Partial<ApprovalPolicy> = {}): ApproverSlot[] {
  if (facts.purpose === 'restoration') return facts.basisShown === true ? [] : ['approver'];
  const whole = { ...DEFAULT_POLICY, ...policy };
  const withCounsel = listRisks(facts, whole).some((risk) => RISK_TABLE[risk].asksCounsel(whole));
  return withCounsel ? ['approver', 'counsel'] : ['approver'];
}

function mayFill(roles: readonly Role[], slot: ApproverSlot): boolean {
  return roles.includes('counsel') || (slot === 'approver' && roles.includes('approver'));
}

export function canFillAll(approverSlots: readonly ApproverSlot[], people: readonly (readonly Role[])[]): boolean {
  const [first, ...others] = people;
  if (first === undefined) return true;
  return approverSlots.some((slot, at) => mayFill(first, slot) && canFillAll(approverSlots.toSpliced(at, 1), others));
}

/** Returns the approver slots still open after these approvals, using counsel's approval for the scarcest slot. */
export function findOpenSlots(
  approverSlots: readonly ApproverSlot[],
  people: readonly (readonly Role[])[],
): ApproverSlot[] {
  const rest = [...approverSlots];
  const byScarcity = [...people].sort((a, b) => Number(a.includes('counsel')) - Number(b.includes('counsel')));
  for (const roles of byScarcity) {
    const fitting = roles.includes('counsel') && rest.includes('counsel') ? 'counsel' : 'approver';
    const at = rest.indexOf(fitting);
    if (at >= 0) rest.splice(at, 1);
  }
  return rest;
}

export interface EnforcementCounts {
  submission: number;
  total: number;
  applied: number;
  already: number;
  failed: number;
  refused: number;
  pending: number;
}

/** One target's decision as hashed into the digest. */
export interface DigestLine {
  no: number;
  type: string;
  locator: string;
  action: FrozenAction;
  grounds: string[];
  countries: string[];
  note: string;
}

export interface SubmissionLetter {
  language: string;
  fields: { salutation?: string; remarks?: string };
  /** What the document lacks, in the regime checklist's words; frozen with the submission. */
  missing?: string[];
  /** The notice's law as letters cite it; frozen with the submission. Absent: company rules. */
  law?: LetterLaw;
  forms?: FormsOfLaw;
  offer?: Offer;
}

/** The content that an approver approves, in digest order: everything that decides the effect. */
export interface SubmissionContent {
  noticeId: string;
  submission: number;
  purpose: Purpose;
  cause: RestoreCause | null;
  letter: SubmissionLetter | null;
  /** Present only if true: an emergency must have a different digest. */
  emergency?: true;
  lines: DigestLine[];
}

/** Sorts the content's lines by target, and their sets, ready for canonical JSON. */
export function toDigestContent(content: SubmissionContent): SubmissionContent {
  const lines = content.lines
    .map((line) => ({ ...line, grounds: [...line.grounds].sort(), countries: [...line.countries].sort() }))
    .sort((a, b) => a.no - b.no);
  return { ...content, lines };
}
