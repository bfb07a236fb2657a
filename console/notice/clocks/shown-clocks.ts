import type { Clock } from '../../http/types.js';

type Shown = Pick<Clock, 'kind' | 'owner' | 'state' | 'metAt' | 'dueAt'>;

export const isOver = ({ state, metAt }: Pick<Clock, 'state' | 'metAt'>) =>
  state === 'met' || state === 'lapsed' || metAt !== null;

/**
 * Returns running clocks by due date, then finished ones. After a change of the governing law, one act can meet the
 * clocks of both laws at the same instant; only the later clock is shown.
 */
export function shownClocks<C extends Shown>(clocks: readonly C[]): C[] {
  const shown = clocks.filter(({ state }) => state !== 'cancelled');
  return shown
    .filter((clock, at) => !shown.slice(at + 1).some((later) => isCarriedBy(clock, later)))
    .toSorted(
      (one, other) =>
        Number(isOver(one)) - Number(isOver(other)) || (one.dueAt ?? '9').localeCompare(other.dueAt ?? '9'),
    );
}

function isCarriedBy(clock: Shown, later: Shown): boolean {
  return (
    clock.metAt !== null && clock.metAt === later.metAt && clock.kind === later.kind && clock.owner === later.owner
  );
}
