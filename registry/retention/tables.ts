import type { ErasureCounts, RetentionKind } from '../../domain/notices/retention-kinds.js';
import type { EventAction } from '../../domain/event.js';

export interface RetentionRuleTable {
  kind: RetentionKind;
  /** ISO 8601; null: kept for good. */
  period: string | null;
  entries: EventAction[];
}

/** A legal hold; a notice has at most one that is not lifted. */
export interface LegalHoldTable {
  id: string;
  notice_id: string;
  reason: string;
  set_by: string;
  set_at: Date;
  lift_requested_by: string | null;
  lift_requested_at: Date | null;
  lift_reason: string | null;
  lifted_by: string | null;
  lifted_at: Date | null;
}

export interface NoticeErasureTable {
  notice_id: string;
  kind: RetentionKind;
  period: string;
  at: Date;
  counts: ErasureCounts;
}

export interface RetentionTables {
  retention_rule: RetentionRuleTable;
  legal_hold: LegalHoldTable;
  notice_erasure: NoticeErasureTable;
}
