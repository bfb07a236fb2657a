import { toRanges } from '../../domain/targets/target-numbers.js';

const LARGEST = 2_147_483_647;

/** Parses target numbers such as `1-20, 31` into ranges; null if they cannot be read. */
export function readRanges(text: string): [number, number][] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const ranges: [number, number][] = [];
  for (const part of parts) {
    const found = /^(\d{1,10})(?:[-–](\d{1,10}))?$/.exec(part);
    if (found === null) return null;
    const from = Number(found[1]);
    const to = Number(found[2] ?? found[1]);
    if (from < 1 || to < from || to > LARGEST) return null;
    ranges.push([from, to]);
  }
  return ranges.length === 0 ? null : ranges;
}

/** Parses target numbers into a list without repeats; null if they cannot be read or are more than `max`. */
export function readNumbers(text: string, max: number): number[] | null {
  const ranges = readRanges(text);
  const count = ranges?.reduce((sum, [from, to]) => sum + to - from + 1, 0) ?? 0;
  if (ranges === null || count > max) return null;
  const numbers = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
  return [...new Set(numbers)];
}

export type Picked =
  | { kind: 'picked'; numbers: ReadonlySet<number> }
  | { kind: 'written'; text: string }
  | { kind: 'all'; count: number };

export const nothingPicked: Picked = { kind: 'picked', numbers: new Set() };

/** Upper bound of the selection: written numbers that are not in force are left unchanged. */
export function countPicked(picked: Picked): number {
  if (picked.kind === 'all') return picked.count;
  if (picked.kind === 'picked') return picked.numbers.size;
  const ranges = readRanges(picked.text);
  return ranges === null ? 0 : ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

/** Returns the selection as the command takes it; null if it is empty. */
export function toSelection(picked: Picked, filter: Record<string, string>): Record<string, unknown> | null {
  if (picked.kind === 'all') return picked.count === 0 ? null : { status: 'applied', ...filter };
  if (picked.kind === 'picked') return picked.numbers.size === 0 ? null : { ranges: toRanges(picked.numbers) };
  const ranges = readRanges(picked.text);
  return ranges === null ? null : { ranges };
}

export function togglePicked(picked: Picked, no: number): Picked {
  const next = new Set(picked.kind === 'picked' ? picked.numbers : []);
  if (!next.delete(no)) next.add(no);
  return { kind: 'picked', numbers: next };
}

export function isPicked(picked: Picked, no: number): boolean {
  if (picked.kind === 'all') return true;
  if (picked.kind === 'picked') return picked.numbers.has(no);
  return (readRanges(picked.text) ?? []).some(([from, to]) => no >= from && no <= to);
}
