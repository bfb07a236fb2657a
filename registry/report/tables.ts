import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { StatementBody, StatementState } from '../../domain/report/statement.js';
import type { Json, Stamp } from '../columns.js';

/** What the DSA Transparency Database is told of an item, one row a version (docs/publishing.md). */
export interface StatementTable {
  place: GeneratedAlways<number>;
  notice_id: string;
  submission: number;
  target_no: number;
  version: number;
  puid: string;
  body: Json<StatementBody>;
  stated_by: string;
  stated_at: Date;
  state: ColumnType<StatementState, StatementState | undefined, StatementState>;
  tries: Generated<number>;
  next_at: Stamp;
  last_error: string | null;
  receipt: string | null;
  taken_at: Date | null;
}

export interface ReportTables {
  statement: StatementTable;
}
