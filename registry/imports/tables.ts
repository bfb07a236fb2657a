import type { ColumnType, GeneratedAlways } from 'kysely';
import type { CaseRecord, CaseTarget, ImportedCase } from '../../domain/imports/imported-case.js';
import type { JsonOrNull } from '../columns.js';

export interface CaseImportTable {
  id: string;
  digest: string;
  cases: JsonOrNull<object[]>;
}

type SameColumns =
  | 'source'
  | 'kind'
  | 'jurisdiction'
  | 'law'
  | 'reference'
  | 'subject'
  | 'body'
  | 'language'
  | 'outcome';

export interface ImportedCaseTable extends Pick<ImportedCase, SameColumns> {
  id: string;
  import_id: string;
  imported_at: Date;
  external_id: string;
  authority_name: string;
  authority_country: string;
  received_at: Date;
  decided_at: Date | null;
  closed_at: Date | null;
  record: JsonOrNull<CaseRecord>;
  digest: string;
  ledger: string;
  targets: number;
  restricted: number;
  notice_id: string | null;
  filed_at: Date | null;
  erased_at: ColumnType<Date | null, never, never>;
}

export interface ImportedTargetTable extends Omit<CaseTarget, 'decidedAt'> {
  case_id: string;
  no: number;
  normalised: string;
  hash: GeneratedAlways<number>;
  decided_at: Date | null;
}

export interface ImportTables {
  case_import: CaseImportTable;
  imported_case: ImportedCaseTable;
  imported_target: ImportedTargetTable;
}
