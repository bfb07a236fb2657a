import { ALERT_TABLE, isAlertKind, type Severity } from '../../domain/alert.js';
import type { ClockKind } from '../../domain/clocks/clock.js';
import { toShown, type ShownClock } from '../parts/clock-tone.js';
import type { AlertItem } from './types.js';

export interface CauseRow {
  notice: string | null;
  /** Most pressing first. */
  items: [AlertItem, ...AlertItem[]];
}

export interface CauseGroup {
  kind: string;
  severity: Severity;
  items: AlertItem[];
  /** Start of the oldest item. */
  since: string;
  notices: string[];
}

/** Returns one row per notice, in the order of its most pressing item; an item without a notice is a row of its own. */
export function groupRows({ items }: CauseGroup): CauseRow[] {
  const rows = new Map<string, CauseRow>();
  for (const item of items) {
    const key = item.notice ?? item.id;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { notice: item.notice, items: [item] });
    else row.items.push(item);
  }
  return [...rows.values()];
}

const RANK: Record<Severity, number> = { danger: 0, urgent: 1, caution: 2 };
const NEVER = Number.POSITIVE_INFINITY;

/** Returns the clock an item names; otherwise the most pressing clock of its notice; null if there is none. */
export function findItemClock({ clock, due, detail }: AlertItem): { kind: ClockKind; shown: ShownClock } | null {
  const nearest = clock ?? (detail.clock === undefined ? due : null);
  return nearest === null ? null : { kind: nearest.kind, shown: toShown(nearest) };
}

const pressingAt = (item: AlertItem) => {
  const shown = findItemClock(item)?.shown;
  return shown === undefined || shown.owner === 'authority' ? NEVER : (shown.dueAt ?? NEVER);
};

/** Groups items by kind: worst severity first, then the nearest due date, then the longest duration. */
export function groupCauses(items: readonly AlertItem[]): CauseGroup[] {
  const byKind = new Map<string, AlertItem[]>();
  for (const item of items) byKind.set(item.kind, [...(byKind.get(item.kind) ?? []), item]);
  return [...byKind].map(([kind, members]) => toCause(kind, members)).sort(compareCauses);
}

function toCause(kind: string, members: AlertItem[]): CauseGroup {
  const items = members.toSorted(
    (one, other) => compare(pressingAt(one), pressingAt(other)) || compare(one.since, other.since),
  );
  return {
    kind,
    severity: isAlertKind(kind) ? ALERT_TABLE[kind].severity : 'urgent',
    items,
    since: members.map(({ since }) => since).sort()[0] ?? '',
    notices: [...new Set(items.flatMap(({ notice }) => notice ?? []))],
  };
}

function compareCauses(one: CauseGroup, other: CauseGroup): number {
  const first = (cause: CauseGroup) => Math.min(...cause.items.map(pressingAt));
  return (
    RANK[one.severity] - RANK[other.severity] ||
    compare(first(one), first(other)) ||
    compare(one.since, other.since) ||
    compare(one.kind, other.kind)
  );
}

function compare<T extends number | string>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Keeps the cursor on its cause when the list changes, or on the one that took its place. */
export function locateCursor(causes: readonly CauseGroup[], cursor: { kind: string | null; at: number }): number {
  const kept = causes.findIndex(({ kind }) => kind === cursor.kind);
  return kept >= 0 ? kept : Math.max(0, Math.min(cursor.at, causes.length - 1));
}
