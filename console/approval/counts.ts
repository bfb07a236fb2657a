import { countActing, countEnforced } from '../../domain/submissions/submission.js';
import type { SubmissionRecord } from './types.js';

type Counted = Pick<SubmissionRecord, 'purpose' | 'byAction' | 'targets' | 'risks'>;

/** From this many targets on, people type the number by hand, so that a bulk act cannot be a misclick. */
const HANDFUL = 25;

export const needsTypedNumber = (count: number): boolean => count >= HANDFUL;

/**
 * Counts the targets whose owner is affected: those with an action that affects somebody, or all those of a
 * restoration.
 */
export function countActingTargets({ purpose, byAction, targets }: Counted): number {
  return purpose === 'restoration' ? targets : countActing(byAction);
}

/** Counts the targets that the platform has to act on after the final approval. */
export function countEnforcedTargets({ purpose, byAction, targets }: Counted): number {
  return purpose === 'restoration' ? targets : countEnforced(byAction);
}

/** The number to type before the approval counts; null if none is required. */
export function numberToType(submission: Counted): number | null {
  const acting = countActingTargets(submission);
  return needsTypedNumber(acting) || submission.risks.includes('mass') ? acting : null;
}

/** Reads a typed number with any digit grouping; null if it is not one. */
export function readNumber(text: string): number | null {
  const digits = text.replace(/[\s.,'’\u00a0\u202f]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}
