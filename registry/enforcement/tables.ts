import type { ColumnType, Generated } from 'kysely';
import type { RestoreDutyCause } from '../../domain/clocks/restore-duty.js';
import type { TargetRepairAction } from '../../domain/commands/command.js';
import type { ManualEffect, ManualState } from '../../domain/targets/manual-action.js';
import type { OperationStatus, PlatformAction } from '../../domain/targets/platform-action.js';
import type { ProofState } from '../../domain/targets/proof.js';
import type { Stamp } from '../columns.js';

/** Count deltas whose sum is a submission's progress. Written by triggers on `operation`. */
export interface OperationCountTable {
  notice_id: string;
  submission: number;
  status: OperationStatus;
  count: number;
}

export interface OperationTable {
  key: string;
  notice_id: string;
  submission: number;
  target_no: number;
  action: PlatformAction;
  type: string;
  platform_id: string | null;
  countries: Generated<string[]>;
  undoes: string | null;
  status: Generated<OperationStatus>;
  problem: string | null;
  receipt: string | null;
  message: string | null;
  at: Date | null;
  attempt: Generated<number>;
  superseded: Generated<boolean>;
  /** Set before the operation is first sent, on platforms that must be asked for each key; else null. */
  sent_at: Generated<Date | null>;
}

export interface RestrictionSupportTable {
  operation_key: string;
  notice_id: string;
  target_no: number;
  type: string;
  locator: string;
  platform_id: string;
  countries: string[];
  everywhere: boolean;
  since: Date;
  released_at: Date | null;
  proved_at: Generated<Date | null>;
}

export interface ProofTable {
  platform_id: string;
  state: ProofState;
  missing: string[];
  surplus: string[];
  checked_at: Stamp;
  /** What the platform had in force. */
  found_countries: string[];
  found_everywhere: boolean;
  differs_since: Date | null;
}

export interface RepairTable {
  id: string;
  notice_id: string;
  action: TargetRepairAction | 'force_close';
  reason: string;
  by_id: string;
  by_name: string;
  created_at: Stamp;
  finished_at: Date | null;
}

export interface RepairTargetTable {
  repair_id: string;
  submission: number;
  no: number;
  attempt: number;
}

export interface EnforcementPauseTable {
  id: string;
  notice_id: string | null;
  reason: string;
  by_id: string;
  by_name: string;
  since: Stamp;
  ended_at: Date | null;
  ended_by_id: string | null;
  ended_reason: string | null;
  until: Date;
  requested_until: Date | null;
  confirmed_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  confirmed_by_name: ColumnType<string | null, string | null | undefined, string | null>;
  confirmed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Set for a pause made because the registry was restored to this instant. */
  restored_from: ColumnType<Date | null, Date | null | undefined, never>;
  compared_at: ColumnType<Date | null, never, Date | null>;
  compared_targets: ColumnType<number | null, never, number | null>;
  compared_differing: ColumnType<number | null, never, number | null>;
}

export interface RestoreDutyTable {
  id: string;
  notice_id: string;
  cause: RestoreDutyCause;
  because: string;
  summary: string;
  at: Date;
  clock_id: string | null;
  created_at: Stamp;
  ended_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

export interface ManualActionTable {
  notice_id: string;
  number: number;
  effect: ManualEffect;
  targets: number[];
  done_at: Date;
  done_by: string;
  evidence: string;
  document: string | null;
  by_id: string;
  at: Date;
  state: Generated<ManualState>;
  settled_by: ColumnType<string | null, never, string>;
  settled_at: ColumnType<Date | null, never, Date>;
}

export interface EnforcementTables {
  manual_action: ManualActionTable;
  operation: OperationTable;
  operation_count: OperationCountTable;
  restriction_support: RestrictionSupportTable;
  proof: ProofTable;
  repair: RepairTable;
  repair_target: RepairTargetTable;
  enforcement_pause: EnforcementPauseTable;
  restore_duty: RestoreDutyTable;
}
