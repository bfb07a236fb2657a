import type { ColumnType, Generated } from 'kysely';

/** A leaf of the tree over the audit log. Insert-only. */
export interface AuditLeafTable {
  /** From 1, without gaps. */
  seq: number;
  entry: number;
  leaf_hash: Buffer;
}

export interface AuditNodeTable {
  level: number;
  position: number;
  hash: Buffer;
}

/** Entries without a place in the tree yet; written by a trigger. */
export interface AuditWaitingTable {
  entry: number;
}

/** The key that turns a person's id into their pseudonym in the log. */
export interface PseudonymKeyTable {
  person_id: string;
  /** Null once shredded. */
  key: Buffer | null;
  /** The pseudonym itself, kept once the key is shredded. */
  name: ColumnType<string | null, never, never>;
}

export interface AuditLogTable {
  one: Generated<boolean>;
  origin: string;
}

export interface AuditCheckpointTable {
  id: Generated<number>;
  size: number;
  root: Buffer;
  note: string;
  public_key: string;
  made_at: Date;
}

export interface AuditWitnessTable {
  witness: string;
  handed: Generated<number>;
  failing_since: Date | null;
  last_error: string | null;
}

export interface AuditTables {
  audit_leaf: AuditLeafTable;
  audit_node: AuditNodeTable;
  audit_waiting: AuditWaitingTable;
  pseudonym_key: PseudonymKeyTable;
  audit_log: AuditLogTable;
  audit_checkpoint: AuditCheckpointTable;
  audit_witness: AuditWitnessTable;
}
