import { constants } from 'node:os';

/**
 * The priority of a process that gives way to others, from the one it was started with. What is lower already stays: a
 * plain user may not raise it.
 */
export function belowNormal(startedWith: number): number {
  return Math.max(startedWith, constants.priority.PRIORITY_BELOW_NORMAL);
}
