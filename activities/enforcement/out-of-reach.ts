import { createHash } from 'node:crypto';

/** Of what a platform cannot act on; the same for the same locator. */
const OUT_OF_REACH = 'out-of-reach:';

/** The id of a target that a platform cannot act on. It has one so that whoever approves it is told why it is refused. */
export function outOfReachId({ type, locator }: { type: string; locator: string }): string {
  return `${OUT_OF_REACH}${createHash('sha256').update(`${type}\0${locator}`).digest('hex').slice(0, 32)}`;
}

export function isOutOfReach(id: string): boolean {
  return id.startsWith(OUT_OF_REACH);
}
