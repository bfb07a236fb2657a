import { createHash } from 'node:crypto';

const OUT_OF_REACH = 'out-of-reach:';

/** The id of a target that the platform cannot act on; it exists so that approvers see why it is refused. */
export function outOfReachId({ type, locator }: { type: string; locator: string }): string {
  return `${OUT_OF_REACH}${createHash('sha256').update(`${type}\0${locator}`).digest('hex').slice(0, 32)}`;
}

export function isOutOfReach(id: string): boolean {
  return id.startsWith(OUT_OF_REACH);
}
