import type { ClockKind } from '../clocks/clock.js';
import type { Authenticity, Stage } from '../notices/notice.js';
import type { LetterEffect } from '../commands/effect.js';
import type { Cadence } from './cadence.js';

export const CADENCE_BASES = ['authority', 'law'] as const;
export interface RequestedCadence extends Cadence {
  asks: (typeof CADENCE_BASES)[number];
  source: string;
}

export interface UpdateFacts {
  stage: Stage;
  authenticity: Authenticity;
  isAnswerOwed: boolean;
  isReachable: boolean;
}

export const UPDATE_STOPS = ['answered', 'sender_not_known', 'no_recipient'] as const;
/**
 * Why no update is sent: the authority has its answer and owes none, nothing proves that the notice is from it, or the
 * directory has no verified address for letters.
 */
export type UpdateStop = (typeof UPDATE_STOPS)[number];

export function stopsUpdates({ stage, authenticity, isAnswerOwed, isReachable }: UpdateFacts): UpdateStop | null {
  if (stage === 'closed' || (stage === 'in_force' && !isAnswerOwed)) return 'answered';
  // As with the first answer: a forged notice must not cause mail to the authority it names.
  if (authenticity !== 'channel_verified' && authenticity !== 'signer_verified') return 'sender_not_known';
  return isReachable ? null : 'no_recipient';
}

/** Clocks of ours whose due the authority is given as the next time limit. */
export const REPORTED_CLOCKS: readonly ClockKind[] = ['decide', 'comply', 'inform', 'reply'];

/** Whether a letter only reports the status of an open notice and answers nothing. */
export function isInterim({ letter, submission }: Pick<LetterEffect, 'letter' | 'submission'>): boolean {
  return letter === 'status_update' && submission === null;
}

/**
 * Builds the letter of one period. It bypasses the workflow: the answer to a notice without items has the same kind and
 * meets clocks when the workflow settles it, but an interim letter must meet none.
 */
export function statusUpdateEffect(noticeId: string, dueAt: Date): LetterEffect {
  const key = `${noticeId}:status:${dueAt.toISOString()}`;
  return { key, type: 'send_letter', letter: 'status_update', submission: null, dialogue: null };
}
