import type { LinkKind } from './notice.js';

export interface LinkBetween {
  as: LinkKind;
  direction: 'to' | 'from';
}

/**
 * Returns why a link cannot be made, or null. A later document does one thing to an earlier one: it cannot both confirm
 * and revoke it, nor can each relate to the other. `follows` only groups them and may coexist.
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
