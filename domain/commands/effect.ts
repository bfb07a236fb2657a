import type { Dialogue } from '../letters/dialogue.js';
import type { LedgerCounts } from '../targets/ledger.js';
import type { LetterKind } from '../letters/letter.js';
import type { Role } from '../people/permission.js';

/**
 * One outward act that the workflow has decided on. `key` is the operation key: derived from the domain, the same on
 * every attempt, and the key of its rows and proof.
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
  /** Pages ops and counsel immediately, independent of any clock. */
  | { key: string; type: 'page_ops'; about: PagedAlert; to: Role[] }
  | { key: string; type: 'enforce'; submission: number }
  /** Acts again on the targets that a repair names; the rest of the submission stays unchanged. */
  | { key: string; type: 'retry'; submission: number; repair: string }
  | { key: string; type: 'skip'; repair: string }
  | { key: string; type: 'prove_effect'; submission: number };

/** Kinds of alerts for which people are paged independently of the clocks. */
export type PagedAlert = 'approval_unproven' | 'forged_command' | 'reply_unread';

const PAGED: Record<PagedAlert, Role[]> = {
  approval_unproven: ['ops', 'counsel'],
  forged_command: ['ops', 'counsel'],
  reply_unread: ['reviewer', 'counsel'],
};

export function pageOpsEffect(noticeId: string, about: PagedAlert, occasion: string): Effect {
  return { key: `${noticeId}:page:${about}:${occasion}`, type: 'page_ops', about, to: PAGED[about] };
}

export type LetterEffect = Extract<Effect, { type: 'send_letter' }>;

/**
 * Result of an effect. A failure is final (retries are exhausted or pointless) and has already raised an alert.
 * `unproven`: nothing was done, because the approvals could not be proven.
 */
export type EffectOutcome = { ok: true; ledger?: LedgerCounts } | { ok: false; reason: string; unproven?: true };
