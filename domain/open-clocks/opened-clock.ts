import type { Clock, ClockReceipt } from '../clock/clock.js';

export interface OpenedClock {
  clock: Clock;
  receipt: ClockReceipt;
}
