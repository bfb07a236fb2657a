import type { Clock } from '../http/types.js';
import type { ShownClock } from '../parts/clock-tone.js';

const ms = (at: string | null) => (at === null ? null : Date.parse(at));

/** A clock of the HTTP interface as a badge takes it. */
export function toShown({ owner, state, startsAt, dueAt, metAt }: Clock): ShownClock {
  return { owner, state, startsAt: ms(startsAt), dueAt: ms(dueAt), metAt: ms(metAt) };
}
