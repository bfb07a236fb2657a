import type { ChangeGroup, FrozenLane } from './types.js';

/** Changes that are alike: from one lane to another, protected targets apart from the others. */
export interface ShownGroup {
  key: string;
  from: FrozenLane | null;
  to: FrozenLane;
  isProtected: boolean;
  count: number;
}

/** Protected ones first, then by size. A group of both kinds is shown as two. */
export function toShownGroups(groups: readonly ChangeGroup[]): ShownGroup[] {
  return groups
    .flatMap((group) => [part(group, true), part(group, false)])
    .filter(({ count }) => count > 0)
    .sort(
      (one, other) =>
        Number(other.isProtected) - Number(one.isProtected) ||
        other.count - one.count ||
        one.key.localeCompare(other.key),
    );
}

function part({ from, to, count, protected: guarded }: ChangeGroup, isProtected: boolean): ShownGroup {
  return {
    key: `${from ?? 'none'}>${to}${isProtected ? '!' : ''}`,
    from,
    to,
    isProtected,
    count: isProtected ? guarded : count - guarded,
  };
}

/** How many changed their lane, and how many only what is said of it. */
export function splitChanges(groups: readonly ChangeGroup[]): { lanes: number; grounds: number } {
  const sum = (some: readonly ChangeGroup[]) => some.reduce((total, { count }) => total + count, 0);
  return {
    lanes: sum(groups.filter(({ from, to }) => from !== to)),
    grounds: sum(groups.filter(({ from, to }) => from === to)),
  };
}
