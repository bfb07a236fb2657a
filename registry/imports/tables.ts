import type { ColumnType } from 'kysely';
import type { CaseRecord, CaseTarget } from '../../domain/imports/imported-case.js';
import type { NoticeKind, Outcome } from '../../domain/notices/notice.js';
import type { JsonOrNull } from '../columns.js';

export interface CaseImportTable {
  id: string;
  digest: string;
  cases: JsonOrNull<object[]>;
}

export interface ImportedCaseTable {
  id: string;
  import_id: string;
  imported_at: Date;
  source: string;
  external_id: string;
  kind: NoticeKind;
  authority_name: string;
  authority_country: string;
  jurisdiction: string;
  law: string;
  reference: string;
  subject: string;
  body: string;
  language: string;
  received_at: Date;
  decided_at: Date | null;
  closed_at: Date | null;
  outcome: Outcome | null;
  record: JsonOrNull<CaseRecord>;
  digest: string;
  ledger: string;
  notice_id: string | null;
  filed_at: Date | null;
  erased_at: ColumnType<Date | null, never, never>;
}

export interface ImportedTargetTable extends Omit<CaseTarget, 'decidedAt'> {
  case_id: string;
  no: number;
  normalised: string;
  decided_at: Date | null;
}

export interface ImportTables {
  case_import: CaseImportTable;
  imported_case: ImportedCaseTable;
  imported_target: ImportedTargetTable;
}
