import type { LinkKind } from './notice.js';

/** How two notices are related already, seen from the one that a link is to be made from. */
export interface LinkBetween {
  as: LinkKind;
  /** `to`: this one relates to the other; `from`: the other relates to this one. */
  direction: 'to' | 'from';
}

/**
 * Why a link cannot be made, or null. Of two papers one came later and does one thing to the earlier: it cannot confirm
 * and revoke it, nor can each relate to the other. `follows` says only that they belong together and may stand beside.
 */
export function doubtLink(as: LinkKind, between: readonly LinkBetween[]): string | null {
  for (const link of between) {
    const words = link.as.replaceAll('_', ' ');
    if (link.direction === 'from') return `That notice is already linked to this one (${words}).`;
    if (link.as === as) return `This notice is already linked to that one in this way (${words}).`;
    if (link.as !== 'follows' && as !== 'follows')
      return `This notice is already linked to that one as "${words}". It cannot be "${as.replaceAll('_', ' ')}" as well.`;
  }
  return null;
}
