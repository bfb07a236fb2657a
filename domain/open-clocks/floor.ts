import type { Clock } from '../clocks/clock.js';
import type { ClockRule } from '../rulebook/regime.js';
import { iso, type NoticeFacts } from './facts.js';
import type { OpenedClock } from './opened-clock.js';

export interface Judgeable {
  opened: OpenedClock;
  guards: ClockRule['guards'];
}

interface Judged {
  opened: OpenedClock | null;
  /** How the order undercuts it, in words: a ground to push back that a person decides on. */
  undercut: string | null;
}

/**
 * Checks whether the order respects what the law guarantees us: a minimum time to comply, or notice before a hearing. A
 * floor on our own disclosure runs until it has passed, or until the authority that may object has cleared it.
 */
export function breachOfFloor(
  { opened, guards }: Judgeable,
  { facts, ordered }: { facts: NoticeFacts; ordered: Clock | null },
): Judged {
  if (guards === 'disclosure') return { opened: endByClearance(opened, facts), undercut: null };
  const guarded = guards === 'hearing' ? facts.hearingAtMs : (ordered?.dueAtMs ?? undefined);
  const { dueAtMs, startsAtMs } = opened.clock;
  if (dueAtMs === null || (guarded === undefined && guards === 'ordered_deadline'))
    return { opened: null, undercut: null };
  // The hearing may still be set: the floor runs until it can no longer be undercut.
  if (guarded === undefined) return { opened, undercut: null };
  if (guarded >= dueAtMs) {
    return { opened: { ...opened, clock: { ...opened.clock, state: 'met', metAtMs: startsAtMs } }, undercut: null };
  }
  const what = guards === 'hearing' ? 'sets a hearing at' : 'requires compliance by';
  return {
    opened: { ...opened, clock: { ...opened.clock, state: 'lapsed' } },
    undercut: `The order ${what} ${iso(guarded)}; the law gives until ${iso(dueAtMs)} at least (${opened.receipt.source}).`,
  };
}

function endByClearance(opened: OpenedClock, { disclosureClearedAtMs: clearedAtMs }: NoticeFacts): OpenedClock {
  const clock: Clock = { ...opened.clock, guards: 'disclosure' };
  if (clearedAtMs === undefined || clock.dueAtMs === null || clearedAtMs >= clock.dueAtMs) return { ...opened, clock };
  return { ...opened, clock: { ...clock, state: 'met', metAtMs: clearedAtMs } };
}
