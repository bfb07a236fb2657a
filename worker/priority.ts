import { constants } from 'node:os';

/**
 * Returns the priority of a process that yields to others. A lower starting priority stays, since an unprivileged user
 * cannot raise it.
 */
export function belowNormal(startedWith: number): number {
  return Math.max(startedWith, constants.priority.PRIORITY_BELOW_NORMAL);
}
