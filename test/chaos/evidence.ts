import type { Event } from '../../domain/event.js';
import type { EnforcementCounts } from '../../domain/submissions/submission.js';
import type { DemoName } from '../../desk/simulators/demo-people.js';
import type { StoredItemState, JournalEntry } from '../../desk/simulators/platform-store.js';
import type { JournalLine } from './journal.js';

export interface FinalNotice {
  id: string;
  reference: string;
  stage: string;
  counts: { targets: number; applied: number; failed: number; restored: number };
  targets: FinalTarget[];
  enforcements: OrderProgress[];
}

export interface FinalTarget {
  no: number;
  type: string;
  locator: string;
  platformId: string | null;
  status: string;
  problem: string | null;
  receipt: string | null;
}

export interface OrderProgress extends EnforcementCounts {
  finishedAt: string | null;
}

export interface FinalRestriction {
  type: string;
  locator: string;
  countries: string[];
  everywhere: boolean;
  supportedBy: string[];
}

export type FinalAuditEntry = Event & {
  seq: number;
  notice: string | null;
  actor: string;
  commandId: string | null;
};

export interface Around {
  inbound: { messageId: string | null }[];
  outbox: { messageId: string | null; to: string[] }[];
  letters: { notice: string; n: number; state: string; messageId: string | null }[];
  /** Problems found by verifying the audit log. */
  logProblems: string[];
  /** Forbidden content found in the processes' logs. */
  leakingLogs: string[];
}

export interface Evidence {
  journal: readonly JournalLine[];
  people: Partial<Record<DemoName, string>>;
  notices: FinalNotice[];
  restrictions: FinalRestriction[];
  audit: FinalAuditEntry[];
  platform: {
    states: StoredItemState[];
    /** Operations as the platform judged them, in order. */
    journal: JournalEntry[];
    fired: Record<string, number>;
    looks: number;
  };
  answers: Record<string, number>;
  /** Results of mail and log; null where the run did not check them. */
  around: Around | null;
  unfinished: string[];
}
