import { performance } from 'node:perf_hooks';
import { apartOf } from '../../registry/ops/clocks-apart.js';

/** Where this machine's clock says so nearly what the registry's does, it is believed: it is finer, and asked without a question. */
const BELIEVED_MS = 1_000;

/** The time of the house, as one process knows it. */
export interface HouseClock {
  /**
   * Now. Instants that deadlines are counted from are everybody's: where the process's own clock is wrong, or jumps, it is the
   * registry's time as last heard, and what has passed since by a clock that does not jump.
   */
  now(): Date;
  /** Asks the registry for its time; answers how far the own clock is ahead of it, ms (behind: negative). */
  compare(): Promise<number>;
}

/** What was heard: the registry's time at an instant of the clock that does not jump, and by how much it may be wrong. */
interface Heard {
  houseMs: number;
  steadyMs: number;
  looseMs: number;
}

/** A clock of the house; until it has first compared, that of the machine. `ask`: what the registry says that the time is. */
export function createHouseClock(
  ask: () => Promise<Date>,
  { machineMs = () => Date.now(), steadyMs = () => performance.now() } = {},
): HouseClock {
  let heard: Heard | undefined;
  return {
    now() {
      const own = machineMs();
      if (heard === undefined) return new Date(own);
      const house = heard.houseMs + steadyMs() - heard.steadyMs;
      return new Date(Math.abs(own - house) <= BELIEVED_MS + heard.looseMs ? own : Math.round(house));
    },
    async compare() {
      const [askedMs, fromMs] = [machineMs(), steadyMs()];
      const houseMs = (await ask()).getTime();
      const [answeredMs, toMs] = [machineMs(), steadyMs()];
      heard = { houseMs, steadyMs: (fromMs + toMs) / 2, looseMs: (toMs - fromMs) / 2 };
      return Math.round(apartOf(houseMs, { askedMs, answeredMs }));
    },
  };
}
