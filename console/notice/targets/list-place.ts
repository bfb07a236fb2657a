import { useEffect, useState, type Dispatch, type SetStateAction } from 'react';
import { keep, recall } from '../../state/tab-memory.js';
import { buildQuery } from '../../http/build-query.js';
import { toRanges } from '../../../domain/targets/target-numbers.js';
import { emptySelection, type Selection } from './selection.js';
import type { TargetFilters } from './target-search.js';

interface ListPlace {
  of: string;
  at: number;
  selection: Selection;
}

interface Kept {
  of: string;
  at: number;
  all: number | null;
  ranges: [number, number][];
}

function toKept({ of, at, selection }: ListPlace): Kept {
  const isAll = selection.kind === 'all';
  return { of, at, all: isAll ? selection.count : null, ranges: isAll ? [] : toRanges(selection.numbers) };
}

function fromKept(kept: Kept | null, of: string): ListPlace {
  if (kept === null || kept.of !== of) return { of, at: 0, selection: emptySelection };
  const numbers = kept.ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, step) => from + step));
  const selection: Selection =
    kept.all === null ? { kind: 'numbers', numbers: new Set(numbers) } : { kind: 'all', count: kept.all };
  return { of, at: kept.at, selection };
}

/** The cursor and selection in a list of targets. A new filter resets both; a page reload does not. */
export function useListPlace(notice: string, filters: TargetFilters) {
  const name = `place.${notice}`;
  const of = buildQuery(filters);
  const [place, setPlace] = useState<ListPlace>(() => fromKept(recall(name) as Kept | null, of));
  const [wanted, setWanted] = useState<{ of: string; count: number } | null>(null);
  // Going back changes the filter in the address without a new mount.
  if (place.of !== of) {
    setPlace({ of, at: 0, selection: wanted?.of === of ? { kind: 'all', count: wanted.count } : emptySelection });
    setWanted(null);
  }
  useEffect(() => keep(name, toKept(place)), [name, place]);
  const setAt: Dispatch<SetStateAction<number>> = (next) =>
    setPlace((before) => {
      const at = typeof next === 'function' ? next(before.at) : next;
      return at === before.at ? before : { ...before, at };
    });
  const setSelection: Dispatch<SetStateAction<Selection>> = (next) =>
    setPlace((before) => ({ ...before, selection: typeof next === 'function' ? next(before.selection) : next }));
  /** Selects the whole list of a filter that the address is about to get. */
  const selectNext = (next: TargetFilters, count: number) => setWanted({ of: buildQuery(next), count });
  return { at: place.at, selection: place.selection, setAt, setSelection, selectNext };
}
