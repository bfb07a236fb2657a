import type { Rejection } from '../command/rejection.js';

/** What may be proposed: fewer items or countries, a later deadline, or something in words. */
export const OFFER_KINDS = ['narrower', 'later', 'other'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** What one side proposes to the other. */
export interface Offer {
  kind: OfferKind;
  /** Numbers of the targets that the order would be limited to; absent: all of them. `narrower` has these or countries. */
  targets?: number[];
  /** Countries that it would be limited to; absent: as it is. */
  countries?: string[];
  /** Of `later`: the deadline, RFC 3339. */
  until?: string;
  /** What is said beside; all there is of `other`. */
  words?: string;
}

export const PROPOSAL_SIDES = ['us', 'authority'] as const;
export type ProposalSide = (typeof PROPOSAL_SIDES)[number];

/** `superseded`: the same side has proposed something else of the same kind since. */
export const PROPOSAL_STATES = ['open', 'accepted', 'declined', 'withdrawn', 'superseded'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** What people may write down of one that is open. */
export const SETTLED_STATES = ['accepted', 'declined', 'withdrawn'] as const satisfies readonly ProposalState[];
export type SettledState = (typeof SETTLED_STATES)[number];

/** What is on record of a proposal that somebody settles. */
export interface SettlingFacts {
  by: ProposalSide;
  kind: OfferKind;
  state: ProposalState;
  /** Whether a paper of the authority is named: a reply or a paper of the notice. */
  hasPaper: boolean;
  /** Targets beyond what is proposed that are acted on, or waiting for it. */
  beyond: number;
  /** Whether an extension to the proposed time has been made, with its paper and its second reader. */
  isExtended: boolean;
}

/**
 * Why an open proposal may not be settled so; null: it may. Settling writes down what the sides have agreed on and changes nothing by
 * itself: a deadline moves by `extend`, targets fall out by a restoration, each with the people that these need. What we
 * accept has to stand already, so that the record never says more than is done.
 */
export function whyNotSettle(facts: SettlingFacts, to: SettledState): Rejection | null {
  const { by, kind, state, hasPaper, beyond, isExtended } = facts;
  if (state !== 'open') return refuse(`The proposal is already ${state}.`);
  const isTheirAct = (to === 'withdrawn') === (by === 'authority');
  if (isTheirAct && !hasPaper)
    return refuse('This is the authority’s answer: name the reply or the document of the notice that contains it.');
  if (to !== 'accepted' || by === 'us') return null;
  if (kind === 'later' && !isExtended)
    return refuse(
      'This moves no deadline: extend the clock with the authority’s document, have it confirmed, then accept.',
    );
  if (kind === 'narrower' && beyond > 0)
    return refuse(
      `${beyond} targets beyond the proposal are enforced or waiting to be: restore them (reinstate, order_revoked) or return the submission, then accept.`,
    );
  return null;
}

function refuse(cure: string): Rejection {
  return { code: 'illegal_transition', cure };
}
