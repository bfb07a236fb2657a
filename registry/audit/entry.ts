import type { Selectable } from 'kysely';
import { canonicalJson } from '../../domain/canonical-json.js';
import type { AuditEntryTable } from '../notices/tables.js';
import { hashLeaf } from './tree.js';

/** The part of an audit entry that is hashed into its leaf: the item `entry` of `GET /v1/audit`. */
export interface ProvenEntry {
  /** RFC 3339, UTC, milliseconds. */
  at: string;
  notice: string | null;
  /** `name` is a pseudonym for a person, never the real name. */
  actor: { kind: string; id: string; name: string };
  action: string;
  detail: Record<string, unknown>;
  commandId: string | null;
  version: number | null;
}

export type EntryRow = Pick<
  Selectable<AuditEntryTable>,
  'at' | 'notice_id' | 'actor_kind' | 'actor_id' | 'actor_name' | 'action' | 'detail' | 'command_id' | 'version'
>;

export function toProvenEntry(row: EntryRow): ProvenEntry {
  return {
    at: row.at.toISOString(),
    notice: row.notice_id,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    detail: row.detail,
    commandId: row.command_id,
    version: row.version,
  };
}

/** SHA-256 over 0x00 and the entry's canonical JSON (RFC 8785), as RFC 6962 defines a leaf. */
export function leafOfEntry(entry: ProvenEntry): Buffer {
  return hashLeaf(canonicalJson(entry));
}
