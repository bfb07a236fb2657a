import { countActing, countEnforced } from '../../domain/submission/submission.js';
import type { Submission } from './types.js';

type Counted = Pick<Submission, 'purpose' | 'byLane' | 'targets' | 'risks'>;

/** From this many on the number is typed by hand: a yes to many is not given by a slip of the hand. */
export const HANDFUL = 25;

/** Targets that somebody feels: those with an acting lane, or those that are restored. */
export function actingOf({ purpose, byLane, targets }: Counted): number {
  return purpose === 'restoration' ? targets : countActing(byLane);
}

/** Targets that the platform has to do something for, once the last yes is given. */
export function enforcedOf({ purpose, byLane, targets }: Counted): number {
  return purpose === 'restoration' ? targets : countEnforced(byLane);
}

/** The number to type before the yes counts; null where none is asked. */
export function numberToType(submission: Counted): number | null {
  const acting = actingOf(submission);
  return acting >= HANDFUL || submission.risks.includes('mass') ? acting : null;
}

/** What somebody typed, however they group its digits. */
export function readNumber(text: string): number | null {
  const digits = text.replace(/[\s.,'’\u00a0\u202f]/g, '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}
