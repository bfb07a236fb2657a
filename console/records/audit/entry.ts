import type { z } from 'zod';
import type { auditItem } from '../../../contract/audit.js';
import type { TimelineEntry } from '../../http/types.js';

export type AuditItem = z.infer<typeof auditItem>;

export interface ShownAuditEntry extends TimelineEntry {
  notice: string | null;
  number: string | null;
  version: number | null;
  leafHash: string;
  kept: unknown;
}

/** Replaces pseudonyms by names; null if the entry was erased. */
export function toAuditEntry({ seq, leafHash, entry, number, names }: AuditItem): ShownAuditEntry | null {
  if (entry === undefined) return null;
  const shown = JSON.parse(JSON.stringify(entry), (_, value: unknown) =>
    typeof value === 'string' ? (names[value] ?? value) : value,
  );
  return { ...shown, seq, number, leafHash, kept: entry };
}

/** Serializes with sorted keys, so that equal entries give equal text. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value), null, 2);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(parts.map(([name, part]) => [name, sorted(part)]));
}
