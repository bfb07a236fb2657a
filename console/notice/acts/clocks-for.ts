import { isOpenOwnClock } from '../../../domain/clock/clock.js';
import type { Clock } from '../../http/types.js';

export type ClockActName = 'extend' | 'pause' | 'resume';

/** Clocks that an act can be done to, as their rules allow. */
export function clocksFor(act: ClockActName, clocks: readonly Clock[]): Clock[] {
  return clocks.filter(({ state, mayExtend, mayPause }) => {
    if (act === 'extend') return mayExtend && state === 'running';
    return mayPause && state === (act === 'pause' ? 'running' : 'paused');
  });
}

/** Own clocks that are still open, late or not: what closing has to answer for, by the rule that the desk asks too. */
export function unmetOwn(clocks: readonly Clock[]): Clock[] {
  return clocks.filter((clock) =>
    isOpenOwnClock({ ...clock, metAtMs: clock.metAt === null ? null : Date.parse(clock.metAt) }),
  );
}
