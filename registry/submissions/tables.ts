import type { NecessityAnswers } from '../../domain/submissions/necessity.js';
import type { ColumnType, Generated } from 'kysely';
import type { Approval, Ratification } from '../../domain/notices/notice-state.js';
import type { Role } from '../../domain/people/permission.js';
import type {
  Purpose,
  RestoreCause,
  Risk,
  ApproverSlot,
  SubmissionLetter,
  SubmissionState,
} from '../../domain/submissions/submission.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { ProofCounts } from '../../domain/targets/proof.js';
import type { Json, JsonOrNull, Stamp } from '../columns.js';

export interface NecessityTable {
  notice_id: string;
  number: number;
  revision: number;
  by_id: string;
  at: Date;
  answers: NecessityAnswers | Record<string, never>;
  submission: number | null;
}

export interface SubmissionTable {
  notice_id: string;
  number: number;
  purpose: Purpose;
  cause: RestoreCause | null;
  state: SubmissionState;
  digest: string;
  author: string;
  drafters: Generated<string[]>;
  letter: JsonOrNull<SubmissionLetter>;
  approver_slots: ApproverSlot[];
  by_action: Json<Partial<Record<DecisionAction, number>>>;
  targets: number;
  enforced: number;
  risks: Generated<Risk[]>;
  acting_so_far: Generated<number>;
  emergency: Generated<boolean>;
  draft_revision: Generated<number>;
  command_id: string;
  frozen_at: Stamp;
  started_at: Date | null;
  finished_at: Date | null;
  user_notices_opened_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  proved_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  proof_counts: JsonOrNull<ProofCounts>;
  rate: ColumnType<number | null, number | null | undefined, number | null>;
  rate_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

export interface RestorationTargetTable {
  notice_id: string;
  submission: number;
  no: number;
}

export interface ApprovalTable {
  notice_id: string;
  submission: number;
  person_id: string;
  name: string;
  roles: Role[];
  digest: string;
  command_id: string;
  at: Date;
  stood_for: Generated<string[]>;
}

export interface RatificationTable {
  notice_id: string;
  submission: number;
  digest: string;
  author: string;
  on_call: string;
  stood_for: string[];
  approver_slots: ApproverSlot[];
  state: Ratification['state'];
  opened_at: Date;
  settled_at: Date | null;
  approvals: Json<Approval[]>;
}

export interface SubmissionTables {
  necessity: NecessityTable;
  submission: SubmissionTable;
  restoration_target: RestorationTargetTable;
  approval: ApprovalTable;
  ratification: RatificationTable;
}
