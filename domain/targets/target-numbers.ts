/** Max target numbers in one selection; equal to the max targets of a notice. */
const MAX_NUMBERS = 100_000;

/** Reads numbers and ranges such as `3, 5-9`; or says which part is neither. */
export function readTargetNumbers(text: string): { numbers: number[] } | { wrong: string } {
  const numbers = new Set<number>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    if (!match || from < 1 || to < from || to - from >= MAX_NUMBERS) return { wrong: part };
    for (let number = from; number <= to; number += 1) numbers.add(number);
  }
  return { numbers: [...numbers].toSorted((one, other) => one - other) };
}

/** Shortens numbers to ranges, each by its first and last. */
export function toRanges(numbers: Iterable<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const no of [...numbers].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && no <= last[1] + 1) last[1] = Math.max(last[1], no);
    else ranges.push([no, no]);
  }
  return ranges;
}
