import type { ClockKind } from '../clock/clock.js';
import type { Offer, ProposalSide, SettledState } from '../letter/proposal.js';
import type { LetterKind } from '../letter/letter.js';
import type { Outcome } from '../notice/notice.js';

interface ToldClock {
  clock: string;
  kind: ClockKind;
}

/** What the passing of time tells. */
export interface ClockEvents {
  /** What a clock waited for was done; `late`: after its due, or after it had run out. */
  clock_met: ToldClock & { late: boolean };
  /** A duty of ours has run out undone. */
  clock_missed: ToldClock & { dueAtMs: number | null };
  /** A right of ours, or a duty of the authority, has run out. */
  clock_lapsed: ToldClock & { dueAtMs: number | null };
  /** The least time that a law asks to wait has gone by. */
  floor_passed: ToldClock & { dueAtMs: number | null };
  /** Steps of a ladder fell due: staff are mailed or paged. */
  ladder_fired: ToldClock & { levels: number[] };
  /** A page that nobody answered went out again; `pages` counts them all. */
  page_repeated: { clock: string; level: number; pages: number };
  /** Somebody who was told answers for a step: it pages no more. */
  page_acknowledged: { clock: string; level: number };
}

/** What the ledger counts of a notice. */
interface Counted {
  applied: number;
  failed: number;
  restored: number;
}

/** What the platform did with the acts of one submission. */
interface Acted {
  submission: number;
  applied: number;
  already: number;
  failed: number;
  refused: number;
  released: number;
  /** The repair by which it was tried anew; absent for the first enforcement. */
  repair?: string;
}

/** What enforcement tells: the workflow of its steps, the activities of what the platform did. */
export interface EnforcementEvents {
  /** The platform has done what was decided, as far as it did. */
  targets_applied: Acted;
  /** The platform has undone what was decided, as far as it did. */
  targets_restored: Acted;
  /** What the platform has in force was read back. */
  effect_proven: { submission: number; proven: number; mismatch: number; unread: number; withoutState: number };
  /** The approvals on record do not cover what was to be done: no call was made. */
  enforcement_check_failed: { submission: number; reason: string };
  /** People have stopped acting on the platform; deadlines run on. */
  enforcement_paused: { reason: string; until?: string; askedUntil?: string };
  /** Another person has agreed to a pause of more than an hour. */
  enforcement_pause_confirmed: { until: string };
  /** The time of a pause was over: acting on the platform has gone on by itself. */
  enforcement_pause_over: { until: string };
  /** Acting on the platform goes on. */
  enforcement_resumed: { reason: string };
  /** The registry was restored to an instant: nothing is sent to the platform before the two were compared. */
  registry_restored: { from: string };
  /** All targets of a restored registry were compared with the platform. */
  restored_compared: { targets: number; differing: number };
  /** The workflow has heard that enforcement is over. */
  enforced: Counted & { submission: number };
  /** The workflow has heard that nothing was done: the submission goes back. */
  enforcement_refused: { submission: number; reason: string };
  /** The authority was told the effect. */
  reported: { submission: number | null; outcome: Outcome | null };
  /** Everything decided is done and told. */
  came_into_force: { submission: number };
  /** A repair has acted anew on targets. */
  retried: Counted & { submission: number; repair: string };
  /** A repair was not carried out: approvals no longer cover it. */
  retry_refused: { submission: number; repair: string; reason: string };
  /** A repair has given targets up. */
  skipped: { repair: string; failed: number; skipped: number };
}

/** What the mail server says of letters to the authority. */
export interface LetterEvents {
  /** A mail server has taken a letter. */
  letter_sent: { n: number; kind: LetterKind; to: string; messageId: string };
  /** A letter was refused for good, or stopped before it left. */
  /** A proposal is on the table: ours with the letter that carried it, theirs as it was recorded. `supersedes`: by number. */
  proposal_made: {
    proposal: number;
    by: ProposalSide;
    offer: Offer;
    letter?: number | undefined;
    reply?: number | undefined;
    document?: string | undefined;
    supersedes?: number[];
  };
  /** What became of a proposal, with the authority's paper where it is its word. */
  proposal_settled: {
    proposal: number;
    state: SettledState;
    reason: string;
    reply?: number | undefined;
    document?: string | undefined;
  };
  letter_bounced: { n: number; kind: LetterKind; to: string; reply: string };
}
