import type { ColumnType, Generated } from 'kysely';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { ContentAnswer } from '../../domain/targets/target-content.js';
import type { TargetStatus, TargetType, TargetFlag } from '../../domain/targets/target.js';

export interface TargetTable {
  notice_id: string;
  no: number;
  type: TargetType;
  locator: string;
  normalised: string;
  near_key: ColumnType<string | null, string | null | undefined, string | null>;
  note: Generated<string>;
  platform_id: string | null;
  /** The lookup is complete; without a `platform_id` the platform does not know the target. */
  looked_up: Generated<boolean>;
  owner: string | null;
  protected_class: string | null;
  language: ColumnType<string | null, string | null | undefined, string | null>;
  flags: Generated<TargetFlag[]>;
  problem: string | null;
  action: DecisionAction | null;
  grounds: Generated<GroundCode[]>;
  countries: Generated<string[]>;
  decision_note: Generated<string>;
  decided_by: string | null;
  decided_at: Date | null;
  submission: number | null;
  status: Generated<TargetStatus>;
  receipt: string | null;
  skip: ColumnType<string | null, string | null | undefined, string | null>;
  revision: Generated<number>;
  batch: Generated<number>;
}

export interface TargetLocatorTable {
  hash: string;
  notice_id: string;
  no: number;
}

/** Count deltas whose sum is the number of targets per action and status. Written by triggers on `target`. */
export interface LedgerCountTable {
  notice_id: string;
  action: DecisionAction | null;
  status: TargetStatus;
  count: number;
}

export interface DraftBatchTable {
  notice_id: string;
  number: number;
  kind: 'decide' | 'copy' | 'undo';
  by: string;
  at: Date;
  copied_from: string | null;
  undoes: number | null;
  undone_by: number | null;
  changed: number;
}

export interface DraftChangeTable {
  notice_id: string;
  batch: number;
  no: number;
}

export interface SecondReviewTable {
  notice_id: string;
  no: number;
  revision: number;
  reader: string;
  action: DecisionAction;
  grounds: GroundCode[];
  note: Generated<string>;
  at: Date;
}

export interface GoldenItemTable {
  id: string;
  set_name: string;
  notice_id: string;
  no: number;
  action: DecisionAction;
  grounds: GroundCode[];
  marked_by: string;
  marked_at: Date;
  confirmed_by: string | null;
  confirmed_at: Date | null;
  retired_by: string | null;
  retired_at: Date | null;
}

export interface GoldenAnswerTable {
  item: string;
  notice_id: string;
  reader: string;
  action: DecisionAction;
  grounds: GroundCode[];
  note: Generated<string>;
  at: Date;
}

export interface TargetUploadTable {
  notice_id: string;
  n: number;
  uploaded_by: string;
  uploaded_at: Date;
  name: string;
  media_type: string;
  format: string;
  sha256: string;
  bytes: number;
  lines: number;
  accepted: number;
  merged: number;
  flagged: number;
  rejected: number;
}

export interface TargetUploadProblemTable {
  notice_id: string;
  n: number;
  position: number;
  line: number;
  reason: string;
}

export interface ContentRequestTable {
  id: string;
  notice_id: string;
  target_no: number;
  asked_at: Generated<Date>;
  taken_at: Date | null;
  answer: ContentAnswer | null;
}

export interface TargetTables {
  content_request: ContentRequestTable;
  target: TargetTable;
  target_locator: TargetLocatorTable;
  ledger_count: LedgerCountTable;
  draft_batch: DraftBatchTable;
  draft_change: DraftChangeTable;
  second_review: SecondReviewTable;
  golden_item: GoldenItemTable;
  golden_answer: GoldenAnswerTable;
  target_upload: TargetUploadTable;
  target_upload_problem: TargetUploadProblemTable;
}
