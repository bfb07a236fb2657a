import type { TimelineEntry } from '../../http/types.js';

/** One entry of the audit log (`GET /v1/audit`). */
export interface AuditEntry extends TimelineEntry {
  notice: string | null;
  number: string | null;
  commandId: string | null;
  version: number | null;
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
