import type { ReportLine } from '../../http/types.js';

export interface Sum {
  name: string;
  notices: number;
  targets: number;
}

/** Sums notices and targets by name, most notices first. */
export function sumBy(lines: readonly ReportLine[], nameOf: (line: ReportLine) => string): Sum[] {
  const sums = new Map<string, Sum>();
  for (const line of lines) {
    const name = nameOf(line);
    const before = sums.get(name) ?? { name, notices: 0, targets: 0 };
    sums.set(name, { name, notices: before.notices + line.notices, targets: before.targets + line.targets });
  }
  return [...sums.values()].sort(
    (one, other) => other.notices - one.notices || other.targets - one.targets || one.name.localeCompare(other.name),
  );
}

function noticesBy(lines: readonly ReportLine[], countsOf: (line: ReportLine) => Record<string, number>) {
  const sums = new Map<string, number>();
  for (const line of lines)
    for (const [name, notices] of Object.entries(countsOf(line))) sums.set(name, (sums.get(name) ?? 0) + notices);
  return [...sums]
    .filter(([, notices]) => notices > 0)
    .map(([name, notices]) => ({ name, notices }))
    .sort((one, other) => other.notices - one.notices || one.name.localeCompare(other.name));
}

export const sumOutcomes = (lines: readonly ReportLine[]) => noticesBy(lines, ({ byOutcome }) => byOutcome);
export const sumCategories = (lines: readonly ReportLine[]) => noticesBy(lines, ({ byCategory }) => byCategory);

/** Returns the medians of each group. Medians cannot be merged, so groups stay separate. */
export function listTimes(
  lines: readonly ReportLine[],
): { line: ReportLine; minutes: number; what: 'acknowledge' | 'effect' }[] {
  return lines.flatMap((line) => [
    ...(line.medianMinutesToAcknowledge === null
      ? []
      : [{ line, minutes: line.medianMinutesToAcknowledge, what: 'acknowledge' as const }]),
    ...(line.medianMinutesToEffect === null
      ? []
      : [{ line, minutes: line.medianMinutesToEffect, what: 'effect' as const }]),
  ]);
}
