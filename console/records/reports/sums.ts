/** One group of the transparency report: an authority, a law and a kind of paper. */
export interface ReportLine {
  authority: { id: string | null; name: string; country: string };
  regime: string;
  kind: string;
  notices: number;
  targets: number;
  targetsRestored: number;
  byOutcome: Record<string, number>;
  medianMinutesToAcknowledge: number | null;
  medianMinutesToEffect: number | null;
}

/** One bar and its row in the table beside it. */
export interface Sum {
  name: string;
  notices: number;
  targets: number;
}

/** Notices and targets by whatever a line is named by, most notices first. */
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

/** How notices ended, in the order of the report; what never happened is left out. */
export function outcomesOf(lines: readonly ReportLine[]): { outcome: string; notices: number }[] {
  const sums = new Map<string, number>();
  for (const { byOutcome } of lines)
    for (const [outcome, notices] of Object.entries(byOutcome)) sums.set(outcome, (sums.get(outcome) ?? 0) + notices);
  return [...sums]
    .filter(([, notices]) => notices > 0)
    .map(([outcome, notices]) => ({ outcome, notices }))
    .sort((one, other) => other.notices - one.notices || one.outcome.localeCompare(other.outcome));
}

/** Medians of a group: medians of several groups make no median, so each stands for itself. */
export function timesOf(
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
