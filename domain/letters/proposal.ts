import type { Rejection } from '../commands/rejection.js';

/** Kinds of proposals: fewer items or countries, a later deadline, or something in words. */
export const OFFER_KINDS = ['narrower', 'later', 'other'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

export interface Offer {
  kind: OfferKind;
  /** Targets, by number, that the order would be limited to; absent: all. `narrower` needs these or countries. */
  targets?: number[];
  countries?: string[];
  until?: string;
  words?: string;
}

export const PROPOSAL_SIDES = ['us', 'authority'] as const;
export type ProposalSide = (typeof PROPOSAL_SIDES)[number];

/** `superseded`: the same side has since made another proposal of the same kind. */
export const PROPOSAL_STATES = ['open', 'accepted', 'declined', 'withdrawn', 'superseded'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

export const SETTLED_STATES = ['accepted', 'declined', 'withdrawn'] as const satisfies readonly ProposalState[];
export type SettledState = (typeof SETTLED_STATES)[number];

export interface SettlingFacts {
  by: ProposalSide;
  kind: OfferKind;
  state: ProposalState;
  hasDocument: boolean;
  /** Targets beyond the proposal that are acted on or waiting for it. */
  beyond: number;
  isExtended: boolean;
}

/**
 * Returns why an open proposal may not be settled this way, or null. Settling only records the agreement: a deadline
 * moves by `extend`, targets are dropped by a restoration, each with its own approvals.
 * What we accept must already be in effect, so that the record never says more than was done.
 */
export function whyNotSettle(facts: SettlingFacts, to: SettledState): Rejection | null {
  const { by, kind, state, hasDocument, beyond, isExtended } = facts;
  if (state !== 'open') return refuse(`The proposal is already ${state}.`);
  const isTheirAct = (to === 'withdrawn') === (by === 'authority');
  if (isTheirAct && !hasDocument)
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
