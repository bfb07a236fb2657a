import { toRanges } from '../../../domain/targets/target-numbers.js';
import type { TargetFilters } from './target-search.js';

export type Selection = { kind: 'numbers'; numbers: ReadonlySet<number> } | { kind: 'all'; count: number };

export const emptySelection: Selection = { kind: 'numbers', numbers: new Set() };

export function isSelected(selection: Selection, no: number): boolean {
  return selection.kind === 'all' || selection.numbers.has(no);
}

export function countSelected(selection: Selection): number {
  return selection.kind === 'all' ? selection.count : selection.numbers.size;
}

/** What a decision is made for: the selection, or the target under the cursor; null while neither is known. */
export type DecisionSubject = 'selection' | number | null;

export function findSubject(selection: Selection, cursorNo: number | null): DecisionSubject {
  return countSelected(selection) > 0 ? 'selection' : cursorNo;
}

/** Whether an unsent choice stays when its subject changes: it may grow into a selection, never pass to another target. */
export function keepsChoice(before: DecisionSubject, now: DecisionSubject): boolean {
  return before === null || now === before || now === 'selection';
}

/** Adds or removes numbers; a selection of all rows becomes one of these numbers only. */
export function toggled(selection: Selection, numbers: readonly number[], on?: boolean): Selection {
  const next = new Set(selection.kind === 'all' ? [] : selection.numbers);
  for (const no of numbers) {
    if (on ?? !next.has(no)) next.add(no);
    else next.delete(no);
  }
  return { kind: 'numbers', numbers: next };
}

/** Returns the selection as a command takes it; without one, the target under the cursor; null if there is none. */
export function toSelect(
  selection: Selection,
  { filters, cursorNo }: { filters: TargetFilters; cursorNo: number | null },
): Record<string, unknown> | null {
  if (selection.kind === 'all') return Object.keys(filters).length === 0 ? { all: true } : { ...filters };
  if (selection.numbers.size > 0) return { ranges: toRanges(selection.numbers) };
  return cursorNo === null ? null : { targets: [cursorNo] };
}

const FOUR = 4;

/** Pads a number to at least four digits, so that numbers align. */
export function padNo(no: number): string {
  return String(no).padStart(FOUR, '0');
}

/** Formats numbers for a message: `0384–0407`, `0012, 0090`, `0001–0009 and 31 more`. */
export function rangeText(numbers: Iterable<number>): string {
  const ranges = toRanges(numbers).map(([from, to]) => (from === to ? padNo(from) : `${padNo(from)}–${padNo(to)}`));
  return ranges.length <= 3 ? ranges.join(', ') : `${ranges.slice(0, 3).join(', ')} …`;
}

export function noWidth(count: number): Record<'--no-digits', number> {
  return { '--no-digits': Math.max(FOUR, String(count).length) };
}
