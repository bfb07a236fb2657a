import type { Clock, ClockReceipt } from '../clocks/clock.js';

export interface OpenedClock {
  clock: Clock;
  receipt: ClockReceipt;
}
