import type { Clock } from '../clocks/clock.js';
import { isIntervention } from '../targets/decision-action.js';
import type { DigestLine, ApproverSlot } from './submission.js';
import { findOpenSlots } from './submission.js';
import type { Role } from '../people/permission.js';

/** An order that leaves more time than this leaves time for the full quorum. */
const MAX_SPAN_MS = 3_600_000;

/** The only approver slot that must be filled before enforcement. */
export const EMERGENCY_SLOTS: readonly ApproverSlot[] = ['approver'];

/**
 * Whether a clock is short enough for an emergency on one approval: our own duty to comply, set by law or the order
 * (not by company policy), running, and confirmed by two people if a person entered it.
 */
export function allowsEmergency({ kind, owner, basis, form, state, confirmed, startsAtMs, dueAtMs }: Clock): boolean {
  const short = dueAtMs !== null && dueAtMs - startsAtMs <= MAX_SPAN_MS;
  return (
    kind === 'comply' &&
    owner === 'us' &&
    basis !== 'policy' &&
    form !== 'floor' &&
    state === 'running' &&
    confirmed &&
    short
  );
}

/** Returns why these decisions cannot be enforced on one approval, or null: only a withholding is fully reversible. */
export function doubtEmergency(lines: readonly Pick<DigestLine, 'no' | 'action' | 'grounds'>[]): string | null {
  const acting = lines.filter(({ action }) => action !== 'restore' && isIntervention(action));
  if (acting.length === 0) return 'No action is to be enforced, so nothing is too urgent for the full quorum.';
  const others = acting.filter(
    ({ action, grounds }) => action !== 'withhold' || !grounds.includes('emergency_interim'),
  );
  if (others.length === 0) return null;
  return `In an emergency every enforced target must be withheld on the ground emergency_interim; ${others.length} are not.`;
}

/** Returns the approver slots for ratification: those the first approval leaves open, at least one. */
export function ratifySlots(full: readonly ApproverSlot[], onCall: readonly Role[]): ApproverSlot[] {
  const open = findOpenSlots(full, [onCall]);
  return open.length > 0 ? open : ['approver'];
}
