import type { ClockKind } from '../../domain/clock/clock.js';
import { toShown, type ShownClock } from '../parts/clock-tone.js';
import type { AttentionItem } from './types.js';

/** How bad a cause is: work stands still or a duty is missed; it will be; somebody should look. */
export type Severity = 'danger' | 'urgent' | 'caution';

/** Causes that the console has words for, by how bad they are. */
export const SEVERITY = {
  registry_silent: 'danger',
  engine_silent: 'danger',
  steps_without_effect: 'danger',
  watchdog_silent: 'danger',
  stuck_outbox: 'danger',
  platform_outage: 'danger',
  clock_missed: 'danger',
  page_not_acknowledged: 'danger',
  nobody_to_tell: 'danger',
  pager_outage: 'danger',
  pager_missing: 'danger',
  enforcement_refused: 'danger',
  mail_outage: 'danger',
  breach_forecast: 'urgent',
  enforcement_paused: 'urgent',
  restore_due: 'urgent',
  not_ratified: 'urgent',
  platform_drift: 'urgent',
  platform_refused: 'urgent',
  owner_changed: 'urgent',
  protected_class_changed: 'urgent',
  letter_bounced: 'urgent',
  letter_no_recipient: 'urgent',
  letter_not_written: 'urgent',
  mail_refused: 'urgent',
  divergence: 'urgent',
  clock_skew: 'urgent',
  clock_unknown: 'urgent',
  unsupported_restrictions: 'urgent',
  floor_undercut: 'caution',
  unclaimed: 'caution',
  absent_approver: 'caution',
  authority_silent: 'caution',
  rulebook_refused: 'caution',
  rulebook_changed: 'caution',
} as const satisfies Record<string, Severity>;
export type KnownKind = keyof typeof SEVERITY;

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

export function isKnownKind(kind: string): kind is KnownKind {
  return Object.hasOwn(SEVERITY, kind);
}

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
    severity: isKnownKind(kind) ? SEVERITY[kind] : 'urgent',
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
