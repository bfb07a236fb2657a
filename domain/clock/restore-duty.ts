import type { LinkKind } from '../notice/notice.js';

/**
 * Why a restriction loses its basis. A law that is repealed does not by itself end what was ordered under it. `stayed`: for
 * as long as the stay holds; `ratification_refused`: what an emergency did on one approval was refused afterwards.
 */
export type RestoreDutyCause =
  | 'expired'
  | 'revoked'
  | 'narrowed'
  | 'amended'
  | 'annulled'
  | 'stayed'
  | 'ratification_refused';

/** Links by which a later paper of the authority takes something back, and what that means for the older order. */
const DUTY_OF_LINK: Partial<Record<LinkKind, RestoreDutyCause>> = {
  revokes: 'revoked',
  narrows: 'narrowed',
  amends: 'amended',
};

/** What a related paper does to the order it names; null where it takes nothing back. */
export function dutyOfLink(as: LinkKind): RestoreDutyCause | null {
  return DUTY_OF_LINK[as] ?? null;
}

/** Whether all targets of the order are concerned. A narrowed or amended one names its own; people say which. */
export function concernsAll(cause: RestoreDutyCause): boolean {
  return cause !== 'narrowed' && cause !== 'amended';
}
