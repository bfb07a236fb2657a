import type { Actor } from '../people/actor.js';
import type { NoticeState } from './notice-state.js';
import type { Rejection } from '../command/rejection.js';

/** Who holds a notice, and until when: while it holds, triage, decisions and submission are theirs alone. */
export interface Claim {
  by: string | null;
  /** Name of the holder; null where it is not known. */
  name: string | null;
  untilMs: number | null;
}

/** The claim on a notice as the workflow holds it. */
export function claimOf({ assignee, holder, claimedUntilMs }: NoticeState): Claim {
  return { by: assignee, name: holder ?? null, untilMs: claimedUntilMs };
}

/** Whether somebody else's claim keeps this person out now. A claim ends by itself. */
export function isHeldAgainst({ by, untilMs }: Claim, person: string, nowMs: number): boolean {
  return by !== null && by !== person && untilMs !== null && untilMs > nowMs;
}

/** What whoever is kept out is told. */
export function sayHeld({ name, untilMs }: Claim): string {
  const until = untilMs === null ? '' : ` until ${new Date(untilMs).toISOString()}`;
  return `${name ?? 'Someone else'} has claimed this notice${until}. Ask them to release it or to assign it to you; counsel can take it over by claiming it.`;
}

/** Refuses an act that a claim reserves to its holder. Notices of before the fifth version were held in name only. */
export function refuseHeld(state: NoticeState, actor: Actor, atMs: number): Rejection | null {
  const claimed = claimOf(state);
  if (state.schemaVersion < 5 || actor.kind !== 'person' || !isHeldAgainst(claimed, actor.id, atMs)) return null;
  return { code: 'illegal_transition', cure: sayHeld(claimed) };
}
