import { isDraftStage } from '../commands/command-table.js';
import type { Rejection } from '../commands/rejection.js';
import { formatHeld, type Claim } from '../notices/claim.js';
import type { Authenticity, Stage } from '../notices/notice.js';
import { mayCarryOut, refusalToCarryOut, type OrderState, type Uphold } from '../orders/order-status.js';
import { isVerified } from '../notices/sender.js';
import { CURES } from '../commands/cures.js';

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

/** Why an act is not possible: a code, which screens phrase themselves, and the refusal for callers. */
export interface WhyNot {
  why: DraftingReason;
  rejection: Rejection;
}

export interface DraftingFacts {
  stage: Stage;
  held: Claim | null;
  repairing: boolean;
}

export interface SubmittingFacts extends DraftingFacts {
  authenticity: Authenticity;
  order: OrderState;
  uphold: Uphold | null;
  undecided: number;
  drafted: number | null;
  bare: boolean;
  acting: number;
  disclosed: number;
}

export const REPAIRING = 'A repair is in progress. Wait until it has finished.';
export const WAITING = 'A submission is already waiting for approval.';
export const UNTRIAGED = 'This notice has not been triaged. Confirm its facts and its law in triage, then submit.';

function no(why: DraftingReason, cure: string, more: Partial<Rejection> = {}): WhyNot {
  return { why, rejection: { code: 'illegal_transition', cure, ...more } };
}

/** Returns why nothing can be drafted now, or null. */
export function whyNotDraft({ stage, held, repairing }: DraftingFacts): WhyNot | null {
  if (!isDraftStage(stage))
    return no('stage', `Decisions can be drafted in triage, review or in_force; this notice is in ${stage}.`);
  if (held !== null) return no('held', formatHeld(held));
  return repairing ? no('repairing', REPAIRING) : null;
}

/** Returns why a set of drafts cannot be frozen for approval, or null. The workflow makes further checks itself. */
export function whyNotFreeze(facts: Pick<SubmittingFacts, 'stage' | 'held' | 'undecided'>): WhyNot | null {
  const { stage, held, undecided } = facts;
  const waits = whyWaiting(stage);
  if (waits !== null) return waits;
  if (stage === 'triage') return no('untriaged', UNTRIAGED);
  if (held !== null) return no('held', formatHeld(held));
  if (undecided === 0) return null;
  return no('undecided', `${undecided} targets are undecided. Decide them first.`, { code: 'validation', field: '' });
}

export function whyWaiting(stage: Stage): WhyNot | null {
  if (stage === 'approval') return no('waiting', WAITING);
  return stage === 'enforcement' ? no('waiting', CURES.enforcing) : null;
}

export function whyNotFrom(stage: Stage): WhyNot | null {
  if (isDraftStage(stage)) return null;
  return no('stage', `Decisions can be submitted in review; this notice is in ${stage}.`);
}

export function whyNotBySender(facts: Pick<SubmittingFacts, 'authenticity' | 'acting' | 'disclosed'>): WhyNot | null {
  const { authenticity, acting, disclosed } = facts;
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

export function whyNotSubmit(facts: SubmittingFacts): WhyNot | null {
  const { stage, repairing, drafted, bare } = facts;
  const frozen = whyNotFreeze(facts);
  if (frozen !== null) return frozen;
  const from = whyNotFrom(stage);
  if (from !== null) return from;
  if (repairing) return no('repairing', REPAIRING);
  if (!bare && drafted === 0) return no('nothing', CURES.nothingDrafted, { code: 'validation', field: '' });
  return whyNotBySender(facts) ?? whyNotByOrder(facts);
}

function whyNotByOrder({ acting, order, uphold }: SubmittingFacts): WhyNot | null {
  if (acting === 0 || mayCarryOut(order, uphold)) return null;
  return { why: 'order', rejection: { code: 'order_not_in_effect', cure: refusalToCarryOut(order) } };
}
