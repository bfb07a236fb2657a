import type { Event } from '../../domain/event.js';
import type { EnforcementCounts } from '../../domain/submission/submission.js';
import type { DemoName } from '../../desk/doubles/demo-people.js';
import type { ItemState, JournalEntry } from '../../desk/doubles/platform-store.js';
import type { Line } from './journal.js';

/** What the registry says of one notice when all is over. */
export interface FinalNotice {
  id: string;
  reference: string;
  stage: string;
  counts: { targets: number; applied: number; failed: number; restored: number };
  targets: FinalTarget[];
  /** Progress of each submission that acts, by number. */
  enforcements: Progress[];
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

export interface Progress extends EnforcementCounts {
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
  /** As the mail server has it. */
  outbox: { messageId: string | null; to: string[] }[];
  letters: { notice: string; n: number; state: string; messageId: string | null }[];
  /** What the verification of the audit log complains about. */
  logProblems: string[];
  /** What stands in the logs of the processes and must not. */
  tellingLogs: string[];
}

/** All that the checkers look at: what was asked, what the registry says, what the platform did. */
export interface Evidence {
  journal: readonly Line[];
  /** Person ids of those who acted. */
  people: Partial<Record<DemoName, string>>;
  notices: FinalNotice[];
  restrictions: FinalRestriction[];
  audit: FinalAuditEntry[];
  platform: {
    /** What is in force, by item. */
    states: ItemState[];
    /** Operations as the platform judged them, in order. */
    journal: JournalEntry[];
    /** How often each fault happened. */
    fired: Record<string, number>;
    /** Looks at the state of items by the desk. */
    looks: number;
  };
  /** How often the API gave which status. */
  answers: Record<string, number>;
  /** What came of mail and log; null where the run left them alone. */
  around: Around | null;
  /** Lives that did not come to their end, in words. */
  unfinished: string[];
}
