import type { ErasureCounts, RetentionKind } from '../../domain/notice/retention-kinds.js';
import type { EventAction } from '../../domain/event.js';

/** How long a kind is kept; the owner's login alone writes it. */
export interface RetentionRuleTable {
  kind: RetentionKind;
  /** ISO 8601; null: for good. */
  period: string | null;
  entries: EventAction[];
}

/** A hold on a notice; of those that stand there is one a notice. */
export interface LegalHoldTable {
  id: string;
  notice_id: string;
  reason: string;
  set_by: string;
  set_at: Date;
  lift_asked_by: string | null;
  lift_asked_at: Date | null;
  lift_reason: string | null;
  lifted_by: string | null;
  lifted_at: Date | null;
}

/** What was erased of a notice; written by the owner's function alone. */
export interface NoticeErasureTable {
  notice_id: string;
  kind: RetentionKind;
  period: string;
  at: Date;
  counts: ErasureCounts;
}

/** Tables of this aggregate by name. */
export interface RetentionTables {
  retention_rule: RetentionRuleTable;
  legal_hold: LegalHoldTable;
  notice_erasure: NoticeErasureTable;
}
