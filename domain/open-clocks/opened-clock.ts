import type { Clock, ClockReceipt } from '../clock/clock.js';

/** A clock with the receipt of how its due was computed. */
export interface OpenedClock {
  clock: Clock;
  receipt: ClockReceipt;
}
