import type { ClockKind } from '../clocks/clock.js';
import type { Offer, ProposalSide, SettledState } from '../letters/proposal.js';
import type { LetterKind } from '../letters/letter.js';
import type { Outcome } from '../notices/notice.js';

interface LoggedClock {
  clock: string;
  kind: ClockKind;
}

export interface ClockEvents {
  /** `late`: after its due, or after it had run out. */
  clock_met: LoggedClock & { late: boolean };
  clock_missed: LoggedClock & { dueAtMs: number | null };
  /** A right of ours, or a duty of the authority, has run out. */
  clock_lapsed: LoggedClock & { dueAtMs: number | null };
  /** The minimum time that a law requires has passed. */
  floor_passed: LoggedClock & { dueAtMs: number | null };
  escalation_fired: LoggedClock & { levels: number[] };
  /** `pages` counts all pages so far. */
  page_repeated: { clock: string; level: number; pages: number };
  page_acknowledged: { clock: string; level: number };
}

interface Counted {
  applied: number;
  failed: number;
  restored: number;
}

interface Acted {
  submission: number;
  applied: number;
  already: number;
  failed: number;
  refused: number;
  released: number;
  /** The repair that retried it; absent for the first enforcement. */
  repair?: string;
}

/** Events of enforcement: its steps from the workflow, the platform's results from the activities. */
export interface EnforcementEvents {
  targets_applied: Acted;
  targets_restored: Acted;
  effect_proven: { submission: number; proven: number; mismatch: number; unread: number; withoutState: number };
  /** The recorded approvals do not cover the acts: no call was made. */
  enforcement_check_failed: { submission: number; reason: string };
  /** Stops acts on the platform; deadlines continue to run. */
  enforcement_paused: { reason: string; until?: string; requestedUntil?: string };
  /** A pause longer than an hour needs another person's confirmation. */
  enforcement_pause_confirmed: { until: string };
  enforcement_pause_over: { until: string };
  enforcement_resumed: { reason: string };
  /** The registry was restored from a backup: nothing is sent to the platform until both are compared. */
  registry_restored: { from: string };
  restored_compared: { targets: number; differing: number };
  enforced: Counted & { submission: number };
  enforcement_refused: { submission: number; reason: string };
  reported: { submission: number | null; outcome: Outcome | null };
  came_into_force: { submission: number };
  retried: Counted & { submission: number; repair: string };
  /** The approvals no longer cover the repair. */
  retry_refused: { submission: number; repair: string; reason: string };
  skipped: { repair: string; failed: number; skipped: number };
}

export interface LetterEvents {
  letter_sent: { n: number; kind: LetterKind; to: string; messageId: string };
  /** Ours when its letter leaves, theirs when it is recorded. `supersedes`: by number. */
  proposal_made: {
    proposal: number;
    by: ProposalSide;
    offer: Offer;
    letter?: number | undefined;
    reply?: number | undefined;
    document?: string | undefined;
    supersedes?: number[];
  };
  proposal_settled: {
    proposal: number;
    state: SettledState;
    reason: string;
    reply?: number | undefined;
    document?: string | undefined;
  };
  letter_bounced: { n: number; kind: LetterKind; to: string; reply: string };
}
