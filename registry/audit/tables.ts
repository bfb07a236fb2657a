import type { ColumnType, Generated } from 'kysely';

/** A leaf of the tree over the audit log. Insert-only. */
export interface AuditLeafTable {
  /** From 1, without gaps. */
  seq: number;
  /** `audit_entry.seq`. */
  entry: number;
  leaf_hash: Buffer;
}

/** Hash of a complete subtree. Insert-only. */
export interface AuditNodeTable {
  level: number;
  position: number;
  hash: Buffer;
}

/** Entries without a place in the tree; a trigger writes them. */
export interface AuditWaitingTable {
  entry: number;
}

/** With what a person's id becomes the name that the log bears. */
export interface PseudonymKeyTable {
  person_id: string;
  /** Null once it is shredded. */
  key: Buffer | null;
  /** The name itself, once the key is shredded. */
  name: ColumnType<string | null, never, never>;
}

/** One row: the log's own name. */
export interface AuditLogTable {
  one: Generated<boolean>;
  origin: string;
}

/** A signed note. Insert-only. */
export interface AuditCheckpointTable {
  id: Generated<number>;
  size: number;
  root: Buffer;
  note: string;
  public_key: string;
  made_at: Date;
}

/** How far a witness has been handed checkpoints. */
export interface AuditWitnessTable {
  witness: string;
  handed: Generated<number>;
  failing_since: Date | null;
  last_error: string | null;
}

/** Tables of this aggregate by name. */
export interface AuditTables {
  audit_leaf: AuditLeafTable;
  audit_node: AuditNodeTable;
  audit_waiting: AuditWaitingTable;
  pseudonym_key: PseudonymKeyTable;
  audit_log: AuditLogTable;
  audit_checkpoint: AuditCheckpointTable;
  audit_witness: AuditWitnessTable;
}
