import { isOpenOwnClock } from '../../../domain/clocks/clock.js';
import type { Clock } from '../../http/types.js';

export type ClockActName = 'extend' | 'pause' | 'resume';

/** Returns the clocks the act can apply to: running ones that may be extended or paused, or paused ones to resume. */
export function clocksFor(act: ClockActName, clocks: readonly Clock[]): Clock[] {
  return clocks.filter(({ state, mayExtend, mayPause }) => {
    if (act === 'extend') return mayExtend && state === 'running';
    return mayPause && state === (act === 'pause' ? 'running' : 'paused');
  });
}

/** Returns our own open clocks, late or not, which closing would leave unmet; the server applies the same rule. */
export function unmetOwn(clocks: readonly Clock[]): Clock[] {
  return clocks.filter((clock) =>
    isOpenOwnClock({ ...clock, metAtMs: clock.metAt === null ? null : Date.parse(clock.metAt) }),
  );
}
