import type { Dialogue } from '../letter/dialogue.js';
import type { LedgerCounts } from '../target/ledger.js';
import type { LetterKind } from '../letter/letter.js';
import type { Role } from '../people/permission.js';

/**
 * One outward act the workflow has decided on. `key` is the operation key: made from the domain, the same on every
 * attempt, and the name under which its rows and its proof are found.
 */
export type Effect =
  | { key: string; type: 'resolve_targets' }
  | {
      key: string;
      type: 'send_letter';
      letter: LetterKind;
      submission: number | null;
      dialogue: Dialogue | null;
    }
  | { key: string; type: 'mail_staff'; clock: string; levels: number[]; to: Role[]; missed: boolean }
  | { key: string; type: 'page'; clock: string; level: number; nth: number; to: Role[] }
  /** Tells ops and counsel at once of what asks for people, whatever the clocks say. */
  | { key: string; type: 'page_ops'; about: PagedAttention; to: Role[] }
  | { key: string; type: 'enforce'; submission: number }
  /** Acts anew on the targets that a repair names; the rest of the submission stays as it is. */
  | { key: string; type: 'retry'; submission: number; repair: string }
  /** Gives the targets that a repair names up, with its reason. */
  | { key: string; type: 'skip'; repair: string }
  /** Reads back what the platform has in force. */
  | { key: string; type: 'prove_effect'; submission: number };

/** Kinds of attention for which people are paged beside the clocks. */
export type PagedAttention = 'approval_unproven' | 'forged_command' | 'reply_unread';

/** Who is paged about each. */
const PAGED: Record<PagedAttention, Role[]> = {
  approval_unproven: ['ops', 'counsel'],
  forged_command: ['ops', 'counsel'],
  reply_unread: ['reviewer', 'counsel'],
};

/** The page about such a kind; `occasion` tells one from the next. */
export function pageOpsEffect(noticeId: string, about: PagedAttention, occasion: string): Effect {
  return { key: `${noticeId}:page:${about}:${occasion}`, type: 'page_ops', about, to: PAGED[about] };
}

export type LetterEffect = Extract<Effect, { type: 'send_letter' }>;

/**
 * How an effect ended. A failure is final (retries are over or pointless) and has become attention by then.
 * `unproven`: nothing was done because the approvals could not be proven.
 */
export type EffectOutcome = { ok: true; ledger?: LedgerCounts } | { ok: false; reason: string; unproven?: true };
