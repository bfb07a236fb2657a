import type { Series } from '../../http/types.js';

export interface HeldBar {
  notice: string;
  from: number;
  to: number;
  inForce: number;
}

/** The stretches in which something was in force under a notice. */
export function listHeld({ steps }: Pick<Series, 'steps'>, end: number): HeldBar[] {
  const open = new Map<string, HeldBar>();
  const held: HeldBar[] = [];
  for (const { at, notice, inForce } of steps) {
    const from = Date.parse(at);
    const before = open.get(notice);
    if (before !== undefined) held.push({ ...before, to: from });
    if (inForce > 0) open.set(notice, { notice, from, to: end, inForce });
    else open.delete(notice);
  }
  return [...held, ...open.values()].filter(({ from, to }) => to > from);
}

export interface Total {
  at: number;
  inForce: number;
}

/** How many restrictions were in force under all notices of the series, at each change and at the end. */
export function sumHeld({ steps }: Pick<Series, 'steps'>, end: number): Total[] {
  const current = new Map<string, number>();
  const totals = steps.map(({ at, notice, inForce }) => {
    current.set(notice, inForce);
    return { at: Date.parse(at), inForce: [...current.values()].reduce((sum, count) => sum + count, 0) };
  });
  const last = totals.at(-1);
  return last === undefined ? [] : [...totals, { at: Math.max(end, last.at), inForce: last.inForce }];
}
