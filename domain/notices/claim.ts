import type { Actor } from '../people/actor.js';
import type { NoticeState } from './notice-state.js';
import type { Rejection } from '../commands/rejection.js';

/** Claim on a notice: while it lasts, only the holder can triage, decide and submit. */
export interface Claim {
  by: string | null;
  name: string | null;
  untilMs: number | null;
}

export function toClaim({ assignee, holder, claimedUntilMs }: NoticeState): Claim {
  return { by: assignee, name: holder ?? null, untilMs: claimedUntilMs };
}

/** Whether another person's active claim blocks this person. A claim expires by itself. */
export function isHeldAgainst({ by, untilMs }: Claim, person: string, nowMs: number): boolean {
  return by !== null && by !== person && untilMs !== null && untilMs > nowMs;
}

export function formatHeld({ name, untilMs }: Claim): string {
  const until = untilMs === null ? '' : ` until ${new Date(untilMs).toISOString()}`;
  return `${name ?? 'Someone else'} has claimed this notice${until}. Ask them to release it or to assign it to you; counsel can take it over by claiming it.`;
}

/** Refuses an act that a claim reserves to its holder. */
export function refuseHeld(state: NoticeState, actor: Actor, atMs: number): Rejection | null {
  const claimed = toClaim(state);
  if (actor.kind !== 'person' || !isHeldAgainst(claimed, actor.id, atMs)) return null;
  return { code: 'illegal_transition', cure: formatHeld(claimed) };
}
