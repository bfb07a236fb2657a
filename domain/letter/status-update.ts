import type { ClockKind } from '../clock/clock.js';
import type { Authenticity, Stage } from '../notice/notice.js';
import type { LetterEffect } from '../command/effect.js';
import type { Cadence } from './cadence.js';

/** Who wants it: the authority, by its entry of the directory, or the law of the notice. */
export const CADENCE_BASES = ['authority', 'law'] as const;
export interface AskedCadence extends Cadence {
  asks: (typeof CADENCE_BASES)[number];
  /** What says so. */
  source: string;
}

/** What decides whether an interim letter may leave at all. */
export interface UpdateFacts {
  stage: Stage;
  authenticity: Authenticity;
  /** Whether a question or a request of ours waits for the authority's answer. */
  isAnswerOwed: boolean;
  /** Whether the directory names a verified address for letters. */
  isReachable: boolean;
}

export const UPDATE_STOPS = ['answered', 'sender_not_known', 'no_recipient'] as const;
/**
 * Why none leaves: the authority has its answer and owes none, nothing shows that the notice is from it, or the directory
 * names no verified address for letters.
 */
export type UpdateStop = (typeof UPDATE_STOPS)[number];

/** Why no update leaves for a notice; null: one does. */
export function stopsUpdates({ stage, authenticity, isAnswerOwed, isReachable }: UpdateFacts): UpdateStop | null {
  if (stage === 'closed' || (stage === 'in_force' && !isAnswerOwed)) return 'answered';
  // Like the first answer: a forged notice makes no mail to the authority whose name it bears.
  if (authenticity !== 'channel_verified' && authenticity !== 'signer_verified') return 'sender_not_known';
  return isReachable ? null : 'no_recipient';
}

/** Clocks of ours whose due the authority is told as the next time limit. */
export const TOLD_CLOCKS: readonly ClockKind[] = ['decide', 'comply', 'inform', 'reply'];

/** Whether a letter says how an open notice stands, and answers nothing. */
export function isInterim({ letter, submission }: Pick<LetterEffect, 'letter' | 'submission'>): boolean {
  return letter === 'status_update' && submission === null;
}

/**
 * The letter of one period. It goes out beside the workflow, which therefore never hears of it: the answer to a notice without
 * items is of the same kind and meets clocks when the workflow settles it, an interim letter must meet none.
 */
export function statusUpdateEffect(noticeId: string, dueAt: Date): LetterEffect {
  const key = `${noticeId}:status:${dueAt.toISOString()}`;
  return { key, type: 'send_letter', letter: 'status_update', submission: null, dialogue: null };
}
