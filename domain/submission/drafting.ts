import { isDraftStage } from '../command/command-table.js';
import type { Rejection } from '../command/rejection.js';
import { sayHeld, type Claim } from '../notice/claim.js';
import type { Authenticity, Stage } from '../notice/notice.js';
import { mayCarryOut, refusalToCarryOut, type OrderStanding, type Uphold } from '../order/order-status.js';
import { isVerified } from '../notice/sender.js';

/** Reasons for which a notice cannot be drafted or submitted now. */
export const DRAFTING_REASONS = [
  'stage',
  'held',
  'repairing',
  'waiting',
  'untriaged',
  'undecided',
  'nothing',
  'sender',
  'signer',
  'order',
] as const;
export type DraftingReason = (typeof DRAFTING_REASONS)[number];

/** Why not: the reason by name, which a screen says in its own words, and the refusal that a caller gets. */
export interface WhyNot {
  why: DraftingReason;
  rejection: Rejection;
}

/** What is known of a notice when somebody wants to draft. */
export interface DraftingFacts {
  stage: Stage;
  /** Somebody else's claim that keeps the asker out; null: nobody's does. */
  held: Claim | null;
  /** Whether targets of it are acted on anew. */
  repairing: boolean;
}

/** What is known of a notice when somebody wants to submit. */
export interface SubmittingFacts extends DraftingFacts {
  authenticity: Authenticity;
  /** How the order stands, and counsel's decision about that. */
  order: OrderStanding;
  uphold: Uphold | null;
  undecided: number;
  /** Targets with a draft; null: not counted. */
  drafted: number | null;
  /** Whether the notice names no target: then a letter alone is submitted. */
  bare: boolean;
  /** Drafts that act on somebody, and disclosures among them. */
  acting: number;
  disclosed: number;
}

/** What is said while targets are acted on anew. */
export const REPAIRING = 'A repair is in progress. Wait until it has finished.';
/** What is said while a submission waits. */
export const WAITING = 'A submission is already waiting for approval.';
/** What `submit` says to a notice that nobody has triaged. */
export const UNTRIAGED = 'This notice has not been triaged. Confirm its facts and its law in triage, then submit.';

function no(why: DraftingReason, cure: string, more: Partial<Rejection> = {}): WhyNot {
  return { why, rejection: { code: 'illegal_transition', cure, ...more } };
}

/** Why nothing can be drafted now; null when it can. */
export function whyNotDraft({ stage, held, repairing }: DraftingFacts): WhyNot | null {
  if (!isDraftStage(stage))
    return no('stage', `Decisions can be drafted in triage, review or in_force; this notice is in ${stage}.`);
  if (held !== null) return no('held', sayHeld(held));
  return repairing ? no('repairing', REPAIRING) : null;
}

/** Why a set of drafts cannot be frozen for approval; null when it can. What the workflow asks beside that, it asks itself. */
export function whyNotFreeze({
  stage,
  held,
  undecided,
}: Pick<SubmittingFacts, 'stage' | 'held' | 'undecided'>): WhyNot | null {
  const waits = whyWaiting(stage);
  if (waits !== null) return waits;
  if (stage === 'triage') return no('untriaged', UNTRIAGED);
  if (held !== null) return no('held', sayHeld(held));
  if (undecided === 0) return null;
  return no('undecided', `${undecided} targets are undecided. Decide them first.`, { code: 'validation', field: '' });
}

/** Why nothing can be put up for approval beside what is under way. */
export function whyWaiting(stage: Stage): WhyNot | null {
  if (stage === 'approval') return no('waiting', WAITING);
  return stage === 'enforcement' ? no('waiting', 'Enforcement is in progress. Wait until it has finished.') : null;
}

/** Why nothing is submitted at this stage; null where it is. */
export function whyNotFrom(stage: Stage): WhyNot | null {
  if (isDraftStage(stage)) return null;
  return no('stage', `Decisions can be submitted in review; this notice is in ${stage}.`);
}

/** What the sender has to be for drafts that act on somebody. */
export function whyNotBySender({
  authenticity,
  acting,
  disclosed,
}: Pick<SubmittingFacts, 'authenticity' | 'acting' | 'disclosed'>): WhyNot | null {
  if (acting > 0 && !isVerified(authenticity)) {
    return no(
      'sender',
      `No action can be enforced on a notice that is ${authenticity}. Verify the sender with verify-sender, or push it back.`,
    );
  }
  if (disclosed > 0 && authenticity !== 'signer_verified') {
    return no(
      'signer',
      'Disclosure needs a verified signer, not only a verified channel. Confirm it with verify-sender.',
    );
  }
  return null;
}

/** Why the drafts cannot be submitted now, by all that can be known before they are frozen; null when they can. */
export function whyNotSubmit(facts: SubmittingFacts): WhyNot | null {
  const { stage, repairing, drafted, bare } = facts;
  const frozen = whyNotFreeze(facts);
  if (frozen !== null) return frozen;
  const from = whyNotFrom(stage);
  if (from !== null) return from;
  if (repairing) return no('repairing', REPAIRING);
  if (!bare && drafted === 0)
    return no('nothing', 'Nothing is drafted. Decide targets first.', { code: 'validation', field: '' });
  return whyNotBySender(facts) ?? whyNotByOrder(facts);
}

/** Whether drafts that act on somebody rest on an order that is not in effect. */
function whyNotByOrder({ acting, order, uphold }: SubmittingFacts): WhyNot | null {
  if (acting === 0 || mayCarryOut(order, uphold)) return null;
  return { why: 'order', rejection: { code: 'order_not_in_effect', cure: refusalToCarryOut(order) } };
}
