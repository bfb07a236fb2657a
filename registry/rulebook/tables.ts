import type { Generated } from 'kysely';
import type { Json, Stamp } from '../columns.js';

export interface RulebookEditionTable {
  number: Generated<number>;
  sha256: string;
  tz_version: string;
  content: Json<Record<string, unknown>>;
  loaded_at: Stamp;
}

export interface RulebookRevisionTable {
  number: Generated<number>;
  edition: number;
  state: Generated<'proposed' | 'approved' | 'withdrawn'>;
  digest: string;
  clocks: number;
  reason: string;
  proposed_by: string;
  proposed_at: Stamp;
  decided_by: string | null;
  decided_at: Date | null;
}

/** Tables of this aggregate by name. */
export interface RulebookTables {
  rulebook_edition: RulebookEditionTable;
  rulebook_revision: RulebookRevisionTable;
}
