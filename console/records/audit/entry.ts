import type { TimelineEntry } from '../../http/types.js';

/** One entry of the audit log with its leaf in the tree (`GET /v1/audit`). */
export interface AuditItem {
  seq: number;
  /** SHA-256, base64. */
  leafHash: string;
  /** What is proven: people stand in it by pseudonym. Absent where it was erased. */
  entry?: Omit<TimelineEntry, 'seq'> & { notice: string | null; commandId: string | null; version: number | null };
  number: string | null;
  /** Whose the pseudonyms are. */
  names: Record<string, string>;
}

/** An entry as it is shown: people by their names. */
export interface AuditEntry extends TimelineEntry {
  notice: string | null;
  number: string | null;
  version: number | null;
  leafHash: string;
  /** As it is kept. */
  kept: unknown;
}

/** The entry of an item with names for pseudonyms; null where it was erased. */
export function toAuditEntry({ seq, leafHash, entry, number, names }: AuditItem): AuditEntry | null {
  if (entry === undefined) return null;
  const shown = JSON.parse(JSON.stringify(entry), (_, value: unknown) =>
    typeof value === 'string' ? (names[value] ?? value) : value,
  );
  return { ...shown, seq, number, leafHash, kept: entry };
}

/** An entry as text in one fixed form, names in order, so that two copies of the same entry are the same text. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value), null, 2);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(parts.map(([name, part]) => [name, sorted(part)]));
}
