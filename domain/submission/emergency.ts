import type { Clock } from '../clock/clock.js';
import { isActingLane } from '../target/lane.js';
import type { DigestLine, Seat } from './submission.js';
import { openSeats } from './submission.js';
import type { Role } from '../people/permission.js';

/** An order that leaves more time than this leaves time for the full quorum. */
const LONGEST_SPAN_MS = 3_600_000;

/** The one seat that has to be filled before anything is done. */
export const EMERGENCY_SEATS: readonly Seat[] = ['approver'];

/**
 * Whether a clock is so short that one yes may do: our own duty to comply, set by the law or the order (not by a house
 * number), running, and read by two people where a person entered it.
 */
export function allowsEmergency({ kind, owner, basis, form, state, confirmed, startsAtMs, dueAtMs }: Clock): boolean {
  const short = dueAtMs !== null && dueAtMs - startsAtMs <= LONGEST_SPAN_MS;
  return (
    kind === 'comply' &&
    owner === 'us' &&
    basis !== 'house' &&
    form !== 'floor' &&
    state === 'running' &&
    confirmed &&
    short
  );
}

/** Why these decisions cannot be carried out on one yes, or null: only a withholding can be taken back whole. */
export function doubtEmergency(lines: readonly Pick<DigestLine, 'no' | 'lane' | 'grounds'>[]): string | null {
  const acting = lines.filter(({ lane }) => lane !== 'restore' && isActingLane(lane));
  if (acting.length === 0) return 'No action is to be enforced, so nothing is too urgent for the full quorum.';
  const others = acting.filter(({ lane, grounds }) => lane !== 'withhold' || !grounds.includes('emergency_interim'));
  if (others.length === 0) return null;
  return `In an emergency every enforced target must be withheld on the ground emergency_interim; ${others.length} are not.`;
}

/** Who has to ratify: what the full quorum still asks for after the one yes, at least one more person. */
export function ratifySeats(full: readonly Seat[], onCall: readonly Role[]): Seat[] {
  const open = openSeats(full, [onCall]);
  return open.length > 0 ? open : ['approver'];
}
