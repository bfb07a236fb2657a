/** Restrictions under one notice that began and ended together; `untilMs` null: still in force. */
export interface InForceSpan {
  notice: string;
  sinceMs: number;
  untilMs: number | null;
  count: number;
}

export interface InForceStep {
  notice: string;
  atMs: number;
  /** In force under this notice from then on. */
  count: number;
}

/** Returns each change of how many restrictions a notice holds, by time. */
export function stepInForce(spans: readonly InForceSpan[]): InForceStep[] {
  const changes = new Map<string, Map<number, number>>();
  const add = (notice: string, atMs: number, change: number) => {
    const own = changes.get(notice) ?? new Map<number, number>();
    changes.set(notice, own.set(atMs, (own.get(atMs) ?? 0) + change));
  };
  for (const { notice, sinceMs, untilMs, count } of spans) {
    add(notice, sinceMs, count);
    if (untilMs !== null) add(notice, Math.max(sinceMs, untilMs), -count);
  }
  const steps = [...changes].flatMap(([notice, own]) => stepOf(notice, own));
  return steps.sort((one, other) => one.atMs - other.atMs);
}

function stepOf(notice: string, changes: ReadonlyMap<number, number>): InForceStep[] {
  let count = 0;
  return [...changes]
    .filter(([, change]) => change !== 0)
    .sort(([one], [other]) => one - other)
    .map(([atMs, change]) => ({ notice, atMs, count: (count += change) }));
}
