import type { ColumnType, Generated } from 'kysely';
import type { AppealOutcome, AppealState } from '../../domain/appeals/appeal.js';

type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

export interface AppealTable {
  id: string;
  number: string;
  notice_id: string | null;
  target_no: number | null;
  named: string;
  statement: string;
  contact: string | null;
  channel: 'platform' | 'page';
  filed_by: string | null;
  message_key: string | null;
  received_at: Date;
  due_at: Date;
  late: boolean;
  state: Generated<AppealState>;
  outcome: Later<AppealOutcome>;
  reasons: Later<string>;
  decided_by: Later<string>;
  decided_at: Later<Date>;
  restoration: Later<number>;
}

export interface AppealDocumentTable {
  appeal_id: string;
  sha256: string;
  name: string;
  media_type: string;
  bytes: Buffer;
}

export interface AppealTables {
  appeal: AppealTable;
  appeal_document: AppealDocumentTable;
}
