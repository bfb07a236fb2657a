import type { ChangeGroup, FrozenAction } from './types.js';

/** Changes from one action to another; protected targets form a group of their own. */
export interface ShownGroup {
  key: string;
  from: FrozenAction | null;
  to: FrozenAction;
  isProtected: boolean;
  count: number;
}

/** Sorts groups by protected first, then by size. A group with both kinds is split in two. */
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

/** Counts targets whose action changed, and those where only the grounds changed. */
export function splitChanges(groups: readonly ChangeGroup[]): { actions: number; grounds: number } {
  const sum = (some: readonly ChangeGroup[]) => some.reduce((total, { count }) => total + count, 0);
  return {
    actions: sum(groups.filter(({ from, to }) => from !== to)),
    grounds: sum(groups.filter(({ from, to }) => from === to)),
  };
}
