import type { LinkKind } from '../notices/notice.js';

/**
 * Why a restriction loses its basis; the repeal of a law alone does not. `stayed`: only while the stay holds;
 * `ratification_refused`: what an emergency enforced on one approval was refused afterwards.
 */
export type RestoreDutyCause =
  | 'expired'
  | 'revoked'
  | 'narrowed'
  | 'amended'
  | 'annulled'
  | 'stayed'
  | 'ratification_refused';

const DUTY_OF_LINK: Partial<Record<LinkKind, RestoreDutyCause>> = {
  revokes: 'revoked',
  narrows: 'narrowed',
  amends: 'amended',
};

/** Returns the effect of a related document on the order it names; null if it takes nothing back. */
export function dutyOfLink(as: LinkKind): RestoreDutyCause | null {
  return DUTY_OF_LINK[as] ?? null;
}

/** Whether all targets of the order are affected. A narrowing or amendment names its own, which people identify. */
export function concernsAll(cause: RestoreDutyCause): boolean {
  return cause !== 'narrowed' && cause !== 'amended';
}
