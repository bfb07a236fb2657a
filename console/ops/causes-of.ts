import { ATTENTION_TABLE, isAttentionKind, type Severity } from '../../domain/attention.js';
import type { ClockKind } from '../../domain/clock/clock.js';
import { toShown, type ShownClock } from '../parts/clock-tone.js';
import type { AttentionItem } from './types.js';

/** What is to be seen on one line: a notice, with everything that the cause has to say of it, or the desk as a whole. */
export interface CauseRow {
  notice: string | null;
  /** The most pressing first. */
  items: [AttentionItem, ...AttentionItem[]];
}

/** What has the same cause, to be looked at together. */
export interface Cause {
  kind: string;
  severity: Severity;
  /** Nearest due first. */
  items: AttentionItem[];
  /** Since when the first of them. */
  since: string;
  /** Notices it touches, each once. */
  notices: string[];
}

/** One row a notice, in the order of its most pressing item; what belongs to no notice stands for itself. */
export function rowsOf({ items }: Cause): CauseRow[] {
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

/** The clock that an item speaks of; where it speaks of none, the one that presses on its notice. */
export function clockOf({ clock, due, detail }: AttentionItem): { kind: ClockKind; shown: ShownClock } | null {
  const told = clock ?? (detail.clock === undefined ? due : null);
  return told === null ? null : { kind: told.kind, shown: toShown(told) };
}

const pressingAt = (item: AttentionItem) => {
  const shown = clockOf(item)?.shown;
  return shown === undefined || shown.owner === 'authority' ? NEVER : (shown.dueAt ?? NEVER);
};

/** By cause, the worst first: how bad, then what falls due first, then what lasts longest. */
export function groupCauses(items: readonly AttentionItem[]): Cause[] {
  const byKind = new Map<string, AttentionItem[]>();
  for (const item of items) byKind.set(item.kind, [...(byKind.get(item.kind) ?? []), item]);
  return [...byKind].map(([kind, members]) => toCause(kind, members)).sort(compareCauses);
}

function toCause(kind: string, members: AttentionItem[]): Cause {
  const items = members.toSorted(
    (one, other) => compare(pressingAt(one), pressingAt(other)) || compare(one.since, other.since),
  );
  return {
    kind,
    severity: isAttentionKind(kind) ? ATTENTION_TABLE[kind].severity : 'urgent',
    items,
    since: members.map(({ since }) => since).sort()[0] ?? '',
    notices: [...new Set(items.flatMap(({ notice }) => notice ?? []))],
  };
}

function compareCauses(one: Cause, other: Cause): number {
  const first = (cause: Cause) => Math.min(...cause.items.map(pressingAt));
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

/** Where the cursor stands when causes come and go: on its cause, or on the one that took its place. */
export function placeOf(causes: readonly Cause[], cursor: { kind: string | null; at: number }): number {
  const kept = causes.findIndex(({ kind }) => kind === cursor.kind);
  return kept >= 0 ? kept : Math.max(0, Math.min(cursor.at, causes.length - 1));
}
